"""The secrets of clients: what is stored of them, which fit, and that guessing them costs nobody else."""

import base64

import pytest
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from oauth2_provider.models import Application

from audit.models import Entry
from identity.clients import legacy_secrets, secret_cache
from identity.clients.hashers import hashed
from identity.clients.registration import Registration, register
from tests.identity.browser import Browser

pytestmark = [pytest.mark.identity, pytest.mark.django_db]

BOOKS = "https://books.usher.example/"
ENDPOINTS = ["/oauth/token", "/oauth/revoke"]
HERE, ELSEWHERE = "203.0.113.7", "203.0.113.8"


@pytest.fixture
def secret() -> str:
    """The secret of a machine named robot."""
    _, secret = register(Registration("Robot", "robot", audiences=[BOOKS], grants=["list:books"]))
    assert secret
    return secret


def stored(client_id: str = "robot") -> str:
    return Application.objects.get(client_id=client_id).client_secret


def keep_as_before(secret: str) -> str:
    """Store robot's secret with one of Django's hashes, as it was before there was a keyed one."""
    former = make_password(secret)
    Application.objects.filter(client_id="robot").update(client_secret=former)
    secret_cache.secret_hashes.forget()
    return former


anybody = Browser()


def ask(path: str, secret: str, client_id: str = "robot", address: str = HERE) -> HttpResponse:
    body = {"grant_type": "client_credentials", "audience": BOOKS, "token": "x"}
    body |= {"client_id": client_id, "client_secret": secret}
    return anybody.post(path, body, REMOTE_ADDR=address)


def ask_by_header(path: str, secret: str, client_id: str = "robot", address: str = HERE) -> HttpResponse:
    named = base64.b64encode(f"{client_id}:{secret}".encode()).decode()
    body = {"grant_type": "client_credentials", "audience": BOOKS, "token": "x"}
    return anybody.post(path, body, REMOTE_ADDR=address, HTTP_AUTHORIZATION=f"Basic {named}")


@pytest.mark.parametrize("path", ENDPOINTS)
@pytest.mark.parametrize("way", [ask, ask_by_header])
class TestGuessing:
    @pytest.fixture(autouse=True)
    def two_an_hour(self, settings) -> None:
        settings.TOKEN_RATE = (2, 3600)

    def test_a_right_secret_passes_however_many_wrong_ones_came_from_the_same_address(
        self, path, way, secret
    ):
        answers = [way(path, "wrong") for _ in range(4)]
        assert [answer.status_code for answer in answers] == [401, 401, 429, 429]
        assert answers[0].json()["error"] == "invalid_client"
        assert answers[3].json()["error"] == "slow_down"
        assert 0 < int(answers[3]["Retry-After"]) <= 3600
        assert {way(path, secret).status_code for _ in range(4)} == {200}

    def test_wrong_ones_count_at_every_endpoint_together(self, path, way, secret):
        assert [way(each, "wrong").status_code for each in ENDPOINTS] == [401, 401]
        assert way(path, "wrong").status_code == 429

    def test_wrong_ones_of_elsewhere_do_not_count(self, path, way, secret):
        assert [way(path, "wrong", address=ELSEWHERE).status_code for _ in range(3)] == [401, 401, 429]
        assert way(path, "wrong").status_code == 401

    def test_an_address_that_tries_one_client_after_another_has_to_wait(self, path, way, secret):
        answers = [way(path, "wrong", client_id=f"robot-{number}").status_code for number in range(10)]
        assert answers == [401] * 8 + [429] * 2
        assert way(path, "wrong", address=ELSEWHERE).status_code == 401

    @pytest.mark.parametrize("client_id", ["nobody", "usher-spa"])
    def test_unknown_and_public_clients_are_told_the_same_as_a_wrong_secret(
        self, path, way, secret, client_id
    ):
        wrong, unknown = way(path, "wrong"), way(path, "wrong", client_id=client_id)
        assert unknown.status_code == wrong.status_code == 401
        assert unknown.json()["error"] == wrong.json()["error"] == "invalid_client"


@pytest.mark.parametrize("path", ENDPOINTS)
@pytest.mark.parametrize("named", ["robot:wrong", "nobody:wrong", "robot:", "usher-spa:x", "no-colon"])
def test_who_fails_by_the_header_is_asked_for_basic_credentials_and_who_fails_by_the_body_is_not(
    secret, path, named
):
    basic = f"Basic {base64.b64encode(named.encode()).decode()}"
    body = {"grant_type": "client_credentials", "token": "x"}
    by_header = anybody.post(path, body, HTTP_AUTHORIZATION=basic)
    assert (by_header.status_code, by_header.json()["error"]) == (401, "invalid_client")
    assert by_header["WWW-Authenticate"].startswith("Basic realm=")
    client_id, _, wrong = named.partition(":")
    by_body = anybody.post(path, {**body, "client_id": client_id, "client_secret": wrong})
    assert "Basic" not in by_body.get("WWW-Authenticate", "")


def test_wrong_secrets_ask_the_database_once_in_a_while_whomever_they_name(
    secret, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(secret_cache, "SECONDS", 3600)
    with django_assert_num_queries(1):
        for client_id in ("robot", "nobody", "usher-spa") * 3:
            assert ask("/oauth/revoke", "wrong", client_id=client_id).status_code == 401


def test_a_new_secret_acts_at_once_also_after_wrong_ones(secret, monkeypatch):
    monkeypatch.setattr(secret_cache, "SECONDS", 3600)
    assert ask("/oauth/token", "y" * 32).status_code == 401
    robot = Application.objects.get(client_id="robot")
    robot.client_secret = "y" * 32
    robot.save()
    assert ask("/oauth/token", "y" * 32).status_code == 200
    assert ask("/oauth/token", secret).status_code == 401
    robot.delete()
    assert ask("/oauth/token", "y" * 32).status_code == 401


def test_a_secret_that_another_process_stored_is_known_once_what_is_remembered_is_old(secret, monkeypatch):
    monkeypatch.setattr(secret_cache, "SECONDS", 0)
    assert ask("/oauth/token", "y" * 32).status_code == 401
    Application.objects.filter(client_id="robot").update(client_secret=hashed("y" * 32))
    assert ask("/oauth/token", "y" * 32).status_code == 200


def test_a_public_client_may_send_an_empty_secret_and_no_other(browser_of):
    robin = browser_of("robin")
    tokens = robin.tokens()
    body = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}
    for secret, status in (("x", 401), ("", 200)):
        basic = base64.b64encode(f"usher-spa:{secret}".encode()).decode()
        answer = Browser(HTTP_AUTHORIZATION=f"Basic {basic}").post("/oauth/token", body)
        assert answer.status_code == status


class TestWhatIsStored:
    def test_the_same_secret_is_never_stored_as_the_same(self, secret):
        assert secret not in stored()
        assert hashed(secret) != hashed(secret) != stored()

    def test_under_another_secret_key_it_does_not_fit(self, secret, settings):
        settings.SECRET_KEY = "another-key-0123456789-abcdefghijklmnopqrstuvwxyz"
        assert ask("/oauth/token", secret).status_code == 401

    def test_one_of_a_former_secret_key_fits_and_is_replaced(self, secret, settings):
        before, former = stored(), settings.SECRET_KEY
        settings.SECRET_KEY = "another-key-0123456789-abcdefghijklmnopqrstuvwxyz"
        settings.SECRET_KEY_FALLBACKS = ["a-third-key", former]
        assert ask("/oauth/token", secret).status_code == 200
        assert stored() != before
        settings.SECRET_KEY_FALLBACKS = []
        assert ask("/oauth/token", secret).status_code == 200

    @pytest.mark.parametrize("path", ENDPOINTS)
    def test_a_former_hash_fits_and_is_replaced_at_the_first_success(self, path, secret):
        former = keep_as_before(secret)
        assert ask(path, "wrong").status_code == 401
        assert stored() == former
        assert ask(path, secret).status_code == 200
        assert stored().startswith("client_secret$")
        assert ask(path, secret).status_code == 200
        assert not Entry.objects.filter(action="client.secret_changed").exists()

    def test_of_a_hundred_guesses_at_a_former_hash_few_are_looked_at(self, secret, monkeypatch):
        keep_as_before(secret)
        looked_at: list[str] = []
        right = legacy_secrets.check_password

        def counted(guess: str, stored: str) -> bool:
            looked_at.append(guess)
            return right(guess, stored)

        monkeypatch.setattr(legacy_secrets, "check_password", counted)
        answers = [ask("/oauth/revoke", f"wrong {number}").status_code for number in range(100)]
        assert set(answers) == {401, 429}
        assert len(looked_at) <= 20  # ten a minute, and the minute may have turned meanwhile
        assert ask("/oauth/revoke", secret, address=ELSEWHERE).status_code == 200

    def test_no_two_former_hashes_are_looked_at_at_once(self, secret):
        keep_as_before(secret)
        with legacy_secrets._turn:
            answer = ask("/oauth/token", secret)
        assert answer.status_code == 429
        assert answer["Retry-After"] == "1"
        assert ask("/oauth/token", secret).status_code == 200

    @pytest.mark.parametrize("short", ["", "x" * 31])
    def test_no_client_is_stored_with_a_secret_that_could_be_guessed(self, secret, short):
        robot = Application.objects.get(client_id="robot")
        robot.client_secret = short
        with pytest.raises(ValidationError, match="at least 32 characters"):
            robot.save()
        robot.client_secret = "x" * 32
        robot.save()
        assert ask("/oauth/token", "x" * 32).status_code == 200

    def test_a_public_client_does_not_become_confidential_without_a_secret(self, db):
        partner, _ = register(Registration("P", "p", ["https://p.example/cb"], public=True))
        partner.client_type = Application.CLIENT_CONFIDENTIAL
        with pytest.raises(ValidationError, match="at least 32 characters"):
            partner.save()
