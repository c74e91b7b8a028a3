"""One refresh token serves several APIs, and only where the strategy says so."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.http import HttpResponse
from django.utils import timezone
from oauth2_provider.models import Application, RefreshToken

from directory.grants import grant
from identity.clients.first_party import ensure_first_party_clients
from identity.clients.registration import Registration, register
from identity.models import Redemption
from identity.token import refresh_overlap
from identity.token.validator import Validator
from tests.identity.browser import Browser, answer, claims_of

pytestmark = [pytest.mark.identity, pytest.mark.django_db, pytest.mark.usefixtures("two_resources")]

API = "https://api.usher.example/"
MOVIES = "https://movies.usher.example/"
BOOKS = "https://books.usher.example/"
BACK = "https://partner.example/cb"


@pytest.fixture(autouse=True)
def one_refresh_token_for_all(conf) -> None:
    conf.STRATEGY = "multi_resource_refresh_token"


@pytest.fixture
def robin(browser_of) -> Browser:
    return browser_of("robin")


def refused(response: HttpResponse, error: str = "invalid_grant") -> bool:
    return response.status_code == 400 and response.json()["error"] == error


def living() -> int:
    """Return how many refresh tokens somebody could use now."""
    return RefreshToken.objects.filter(revoked=None).exclude(access_token=None).count()


@pytest.mark.parametrize(
    "strategy", ["single_audience", "per_api_tokens", "gateway_client_credentials", "token_exchange"]
)
def test_in_every_other_strategy_a_refresh_stays_with_its_audience(robin, conf, strategy):
    conf.STRATEGY = strategy
    tokens = robin.tokens()
    assert refused(robin.refresh(tokens["refresh_token"], audience=MOVIES), "invalid_target")
    robin.refresh(tokens["refresh_token"])
    assert refused(robin.refresh(tokens["refresh_token"]))
    assert living() == 0
    assert not Redemption.objects.exists()


def test_an_unknown_audience_is_refused_and_none_is_added_to_a_login_without(robin):
    tokens = robin.tokens()
    assert refused(robin.refresh(tokens["refresh_token"], audience="https://evil.example/"), "invalid_target")
    tokens = robin.tokens(audience=None)
    assert refused(robin.refresh(tokens["refresh_token"], audience=MOVIES), "invalid_target")


def test_a_refresh_gives_a_token_for_the_audience_it_names_and_a_plain_one_for_the_login_s(robin):
    tokens = robin.tokens()
    for audience, permissions in (
        (MOVIES, ["list:movies", "read:movies"]),
        (None, []),
        (BOOKS, ["list:books", "read:books"]),
        (None, []),
        (API, []),
    ):
        named = {"audience": audience} if audience else {}
        tokens = robin.refresh(tokens["refresh_token"], **named).json()
        claims = claims_of(tokens["access_token"])
        assert claims["aud"] == (audience or API)
        assert claims["permissions"] == permissions
        assert claims_of(tokens["id_token"])["name"] == "Robin"
        assert living() == 1


def test_scopes_of_the_api_are_granted_as_asked_and_held_though_the_login_did_not_ask(robin):
    scope = "openid offline_access list:movies edit:movies list:books"
    first = robin.tokens()
    tokens = robin.refresh(first["refresh_token"], audience=MOVIES, scope=scope).json()
    assert tokens["scope"] == "openid offline_access list:movies"
    assert claims_of(tokens["access_token"])["scope"] == "openid offline_access list:movies"
    # The next one starts from the login's scopes again.
    tokens = robin.refresh(tokens["refresh_token"]).json()
    assert tokens["scope"] == first["scope"]


@pytest.mark.parametrize("scope", ["nonsense", "list:movies nonsense", "openid email"])
def test_other_scopes_than_permissions_are_those_of_the_login(robin, scope):
    tokens = robin.tokens(scope="openid offline_access")
    assert refused(robin.refresh(tokens["refresh_token"], audience=MOVIES, scope=scope), "invalid_scope")


def test_the_body_cannot_say_what_the_login_asked(robin):
    tokens = robin.tokens(scope="openid offline_access")
    more = {"scope": "openid email", "login_scope": "openid email", "refresh_token_instance": "x"}
    assert refused(robin.refresh(tokens["refresh_token"], **more), "invalid_scope")


class TestAThirdParty:
    @pytest.fixture(autouse=True)
    def partner(self, db) -> Application:
        client, _ = register(
            Registration("P", "partner", [BACK], audiences=[MOVIES, BOOKS], public=True, third_party=True)
        )
        return client

    def tokens(self, robin: Browser, *ticked: str, scope: str) -> dict[str, str]:
        query = robin.query("partner", redirect_uri=BACK, audience=MOVIES, scope=scope)
        response = robin.post("/u/consent/", {"scope": ticked, "allow": "yes"}, query_params=query)
        return robin.redeem(answer(response)["code"], "partner", redirect_uri=BACK).json()

    def test_it_gets_what_is_held_and_consented_at_whatever_api(self, robin, people):
        grant(people["robin"], "Managers")
        scope = "openid offline_access list:movies edit:movies list:books"
        tokens = self.tokens(robin, "offline_access", "list:movies", scope=scope)
        for audience, permissions in ((MOVIES, ["list:movies"]), (BOOKS, []), (MOVIES, ["list:movies"])):
            tokens = robin.refresh(tokens["refresh_token"], "partner", audience=audience).json()
            claims = claims_of(tokens["access_token"])
            assert claims["permissions"] == permissions
            assert claims["scope"] == " ".join(["openid offline_access", *permissions])

    def test_it_cannot_ask_more_at_a_refresh_than_was_consented(self, robin, people):
        tokens = self.tokens(robin, "offline_access", "list:movies", scope="offline_access list:movies")
        for scope in ("list:books", "read:movies"):
            for audience in (MOVIES, BOOKS):
                response = robin.refresh(tokens["refresh_token"], "partner", audience=audience, scope=scope)
                assert refused(response, "invalid_scope")

    def test_an_audience_it_may_not_ask_is_refused(self, robin):
        tokens = self.tokens(robin, "offline_access", scope="offline_access")
        assert refused(robin.refresh(tokens["refresh_token"], "partner", audience=API), "invalid_target")


class TestTheOverlap:
    def test_a_token_just_rotated_serves_a_further_audience_but_brings_no_second_refresh_token(self, robin):
        first = robin.tokens()["refresh_token"]
        movies = robin.refresh(first, audience=MOVIES).json()
        books = robin.refresh(first, audience=BOOKS).json()
        assert claims_of(books["access_token"])["permissions"] == ["list:books", "read:books"]
        assert claims_of(books["id_token"])["name"] == "Robin"
        assert "refresh_token" not in books
        assert living() == 1
        assert robin.refresh(movies["refresh_token"]).status_code == 200

    def test_it_serves_also_after_its_successor_was_used(self, robin):
        first = robin.tokens()["refresh_token"]
        second = robin.refresh(first, audience=MOVIES).json()["refresh_token"]
        third = robin.refresh(second, audience=MOVIES).json()["refresh_token"]
        books = robin.refresh(first, audience=BOOKS).json()
        assert books["scope"] == "openid profile email offline_access"
        assert robin.refresh(third).status_code == 200

    @pytest.mark.parametrize("audiences", [(MOVIES, MOVIES), (MOVIES, BOOKS, BOOKS), (None, API)])
    def test_the_same_audience_twice_is_reuse_and_ends_the_family(self, robin, audiences):
        first = robin.tokens()["refresh_token"]
        named = [{"audience": audience} if audience else {} for audience in audiences]
        *good, twice = [robin.refresh(first, **more) for more in named]
        assert {response.status_code for response in good} == {200}
        assert refused(twice)
        assert living() == 0
        assert refused(robin.refresh(good[0].json()["refresh_token"]))

    def test_later_than_five_seconds_it_is_reuse_and_ends_the_family(self, robin):
        first = robin.tokens()["refresh_token"]
        robin.refresh(first, audience=MOVIES)
        past = timezone.now() - timedelta(seconds=5, microseconds=1)
        RefreshToken.objects.exclude(revoked=None).update(revoked=past)
        assert refused(robin.refresh(first, audience=BOOKS))
        assert living() == 0

    def test_after_a_logout_or_a_revocation_it_serves_no_more(self, robin, conf):
        first = robin.tokens()["refresh_token"]
        second = robin.refresh(first, audience=MOVIES).json()["refresh_token"]
        robin.post("/oauth/revoke", {"client_id": conf.CLIENT_ID, "token": second})
        assert refused(robin.refresh(first, audience=BOOKS))
        first = robin.tokens()["refresh_token"]
        robin.refresh(first, audience=MOVIES)
        robin.get("/v2/logout", {"client_id": conf.CLIENT_ID})
        assert refused(robin.refresh(first, audience=BOOKS))

    def test_revoked_after_it_was_rotated_it_serves_no_more_and_its_successor_neither(self, robin, conf):
        first = robin.tokens()["refresh_token"]
        second = robin.refresh(first, audience=MOVIES).json()["refresh_token"]
        robin.post("/oauth/revoke", {"client_id": "usher-docs", "token": first})
        assert living() == 1
        robin.post("/oauth/revoke", {"client_id": conf.CLIENT_ID, "token": first})
        assert living() == 0
        assert refused(robin.refresh(first, audience=BOOKS))
        assert refused(robin.refresh(second, audience=BOOKS))

    def test_without_a_living_successor_it_serves_no_more_whatever_ended_that_one(self, robin):
        first = robin.tokens()["refresh_token"]
        robin.refresh(first, audience=MOVIES)
        RefreshToken.objects.filter(revoked=None).update(revoked=timezone.now())
        assert refused(robin.refresh(first, audience=BOOKS))

    def test_it_serves_no_more_when_the_login_ends_in_the_middle_of_the_request(self, robin, monkeypatch):
        first = robin.tokens()["refresh_token"]

        def logged_out_meanwhile(self: Validator, *given: object) -> str:
            RefreshToken.objects.filter(revoked=None).update(revoked=timezone.now())
            return str(get_original_scopes(self, *given))

        get_original_scopes = Validator.get_original_scopes
        monkeypatch.setattr(Validator, "get_original_scopes", logged_out_meanwhile)
        assert refused(robin.refresh(first, audience=MOVIES))
        assert living() == 0

    def test_it_serves_no_more_once_the_strategy_is_another(self, robin, conf):
        first = robin.tokens(audience=MOVIES)["refresh_token"]
        robin.refresh(first, audience=BOOKS)
        conf.STRATEGY = "per_api_tokens"
        assert refused(robin.refresh(first))

    def test_a_token_that_was_revoked_and_never_rotated_serves_nothing(self, robin, conf):
        token = robin.tokens()["refresh_token"]
        robin.post("/oauth/revoke", {"client_id": conf.CLIENT_ID, "token": token})
        assert refused(robin.refresh(token, audience=MOVIES))

    def test_another_client_and_somebody_deactivated_get_nothing(self, robin, people):
        first = robin.tokens()["refresh_token"]
        robin.refresh(first, audience=MOVIES)
        User.objects.filter(username="robin").update(is_active=False)  # past all signals
        assert refused(robin.refresh(first, audience=BOOKS))
        User.objects.filter(username="robin").update(is_active=True)
        assert refused(robin.refresh(first, "usher-docs", audience=BOOKS))

    def test_the_notes_of_it_are_deleted_when_nobody_can_need_them(self, robin):
        robin.refresh(robin.tokens()["refresh_token"], audience=MOVIES)
        assert refresh_overlap.delete_expired() == 0
        Redemption.objects.update(created=timezone.now() - timedelta(seconds=6))
        assert refresh_overlap.delete_expired() == 1


def at_once(*calls: Callable[[], HttpResponse]) -> list[HttpResponse]:
    """Make these calls from a thread each, all at the same moment; return the answers in their order."""
    barrier = threading.Barrier(len(calls))
    answers: dict[int, HttpResponse] = {}

    def run(number: int) -> None:
        barrier.wait()
        try:
            answers[number] = calls[number]()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [answers[number] for number in range(len(calls))]


@pytest.mark.django_db(transaction=True)
class TestAtTheSameMoment:
    @pytest.fixture(autouse=True)
    def clients(self, db) -> None:
        ensure_first_party_clients()

    def test_requests_for_different_audiences_all_succeed_and_one_refresh_token_lives_on(self, robin):
        refresh_token = robin.tokens()["refresh_token"]
        for _ in range(5):
            answers = at_once(
                partial(robin.refresh, refresh_token, audience=MOVIES),
                partial(robin.refresh, refresh_token, audience=BOOKS),
                partial(robin.refresh, refresh_token),
            )
            assert [response.status_code for response in answers] == [200, 200, 200]
            bodies = [response.json() for response in answers]
            assert [claims_of(body["access_token"])["aud"] for body in bodies] == [MOVIES, BOOKS, API]
            (refresh_token,) = [body["refresh_token"] for body in bodies if "refresh_token" in body]
            assert living() == 1

    def test_a_rotation_between_two_looks_at_a_token_is_no_reuse(self, robin, monkeypatch):
        look, looked = Validator._successor, threading.Event()

        def slow_look(self, refresh_token, client, request):
            found = look(self, refresh_token, client, request)
            if not looked.is_set():
                looked.set()
                time.sleep(0.5)
            return found

        def refresh_meanwhile() -> HttpResponse:
            looked.wait(5)
            return robin.refresh(first, audience=BOOKS)

        monkeypatch.setattr(Validator, "_successor", slow_look)
        first = robin.tokens()["refresh_token"]
        answers = at_once(partial(robin.refresh, first, audience=MOVIES), refresh_meanwhile)
        assert [response.status_code for response in answers] == [200, 200]
        assert living() == 1

    def test_of_four_for_the_same_audience_one_succeeds_and_the_family_ends(self, robin):
        first = robin.tokens()["refresh_token"]
        answers = at_once(*[lambda: robin.refresh(first, audience=MOVIES)] * 4)
        assert sorted(response.status_code for response in answers) == [200, 400, 400, 400]
        assert living() == 0
