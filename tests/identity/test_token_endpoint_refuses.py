"""What the token endpoint refuses: codes and refresh tokens in the wrong hands, or twice."""

import base64
import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.http import HttpResponse
from oauth2_provider.models import AccessToken, Application, Grant, RefreshToken
from oauth2_provider.oauth2_validators import OAuth2Validator
from oauthlib.common import Request

from identity.clients.first_party import ensure_first_party_clients
from identity.token.validator import Validator
from tests.identity.browser import Browser, claims_of

pytestmark = [pytest.mark.identity, pytest.mark.django_db]


@pytest.fixture
def robin(browser_of) -> Browser:
    return browser_of("robin")


def refused(response: HttpResponse, error: str = "invalid_grant") -> bool:
    return response.status_code in (400, 401) and response.json()["error"] == error


def test_a_wrong_or_missing_verifier_is_refused(robin):
    assert refused(robin.redeem(robin.code(), code_verifier="x" * 64))
    assert refused(robin.redeem(robin.code(), code_verifier=None), "invalid_request")


@pytest.mark.parametrize("verifier", ["x" * 64, "", None])
def test_a_code_shown_without_its_verifier_is_spent(robin, verifier):
    code = robin.code()
    assert robin.redeem(code, code_verifier=verifier).status_code == 400
    assert refused(robin.redeem(code))
    assert not Grant.objects.exists()


def test_another_client_that_shows_a_code_does_not_spend_it(robin):
    code = robin.code()
    assert refused(robin.redeem(code, client_id="usher-docs", code_verifier="x" * 64))
    assert robin.redeem(code).status_code == 200


def test_a_code_with_another_redirect_address_is_refused(robin):
    response = robin.redeem(robin.code(), redirect_uri="http://localhost:8000/callback?more=1")
    assert refused(response, "invalid_request")


def test_a_code_of_another_client_is_refused(robin):
    assert refused(robin.redeem(robin.code(), client_id="usher-docs"))
    assert refused(robin.redeem(robin.code(), client_id="nobody"), "invalid_client")


def test_a_code_used_twice_is_refused_and_what_came_of_it_revoked(robin):
    code = robin.code()
    tokens = robin.redeem(code).json()
    assert refused(robin.redeem(code))
    assert refused(robin.refresh(tokens["refresh_token"]))


def test_an_old_code_is_refused(robin):
    code = robin.code()
    Grant.objects.update(expires="2000-01-01T00:00Z")
    assert refused(robin.redeem(code))


def test_a_code_of_somebody_deactivated_meanwhile_is_refused(robin, people):
    code = robin.code()
    type(people["robin"]).objects.filter(pk=people["robin"].pk).update(is_active=False)  # past all signals
    assert refused(robin.redeem(code))


@pytest.mark.parametrize("name", ["audience", "resource"])
def test_a_token_request_cannot_add_or_change_the_audience(robin, name):
    for audience in (None, "https://movies.usher.example/"):
        response = robin.redeem(robin.code(audience=audience), **{name: "https://books.usher.example/"})
        assert refused(response, "invalid_target")
        tokens = robin.tokens(audience=audience)
        response = robin.refresh(tokens["refresh_token"], **{name: "https://books.usher.example/"})
        assert refused(response, "invalid_target")


def test_a_refresh_stays_with_the_audience_of_the_login(robin):
    tokens = robin.tokens(audience="https://books.usher.example/")
    for _ in range(3):
        tokens = robin.refresh(tokens["refresh_token"]).json()
        assert claims_of(tokens["access_token"])["aud"] == "https://books.usher.example/"
        assert claims_of(tokens["id_token"])["name"] == "Robin"


def test_a_refresh_token_used_twice_revokes_its_whole_family(robin):
    first = robin.tokens()
    second = robin.refresh(first["refresh_token"]).json()
    assert refused(robin.refresh(first["refresh_token"]))
    assert refused(robin.refresh(second["refresh_token"]))


def test_a_refresh_token_of_another_client_is_refused(robin):
    assert refused(robin.refresh(robin.tokens()["refresh_token"], client_id="usher-docs"))


def test_somebody_deactivated_can_neither_refresh_nor_ask_userinfo(robin, people):
    tokens = robin.tokens()
    type(people["robin"]).objects.filter(pk=people["robin"].pk).update(is_active=False)  # past all signals
    assert refused(robin.refresh(tokens["refresh_token"]))
    assert robin.userinfo(tokens["access_token"]).status_code == 401


def test_a_deactivated_person_who_comes_back_finds_old_refresh_tokens_revoked(robin, people):
    tokens = robin.tokens()
    for active in (False, True):
        people["robin"].is_active = active
        people["robin"].save()
    assert refused(robin.refresh(tokens["refresh_token"]))
    assert not robin.authorize(prompt="none")["Location"].startswith("code=")


def test_a_revoked_refresh_token_is_refused(robin, conf):
    tokens = robin.tokens()
    body = {"client_id": conf.CLIENT_ID, "token": tokens["refresh_token"]}
    assert robin.post("/oauth/revoke", body).status_code == 200
    assert refused(robin.refresh(tokens["refresh_token"]))


def test_a_client_cannot_revoke_the_tokens_of_another(robin):
    tokens = robin.tokens()
    robin.post("/oauth/revoke", {"client_id": "usher-docs", "token": tokens["refresh_token"]})
    assert robin.refresh(tokens["refresh_token"]).status_code == 200


@pytest.mark.parametrize(
    "grant_type", ["password", "implicit", "", "urn:ietf:params:oauth:grant-type:device_code"]
)
def test_other_grant_types_are_refused(robin, conf, grant_type):
    body = {
        "grant_type": grant_type,
        "client_id": conf.CLIENT_ID,
        "username": "robin",
        "password": "gotham-demo",
    }
    response = robin.post("/oauth/token", body)
    assert response.status_code == 400
    assert "access_token" not in response.json()


def test_a_body_that_is_no_json_object_is_refused(robin):
    for body in ("[]", "{", '{"grant_type": ["x"]}', "null"):
        assert robin.post("/oauth/token", body, content_type="application/json").status_code == 400


def test_no_token_lies_in_the_database_in_clear(robin):
    tokens = robin.tokens()
    stored = [
        *AccessToken.objects.values_list("token", flat=True),
        *RefreshToken.objects.values_list("token", flat=True),
    ]
    assert set(stored) == {""}
    assert tokens["access_token"] not in str(list(AccessToken.objects.values()))


def at_once(call: Callable[[], HttpResponse], times: int = 4) -> list[HttpResponse]:
    """Make the same call from so many threads, all at the same moment."""
    barrier, answers = threading.Barrier(times), []

    def run() -> None:
        barrier.wait()
        try:
            answers.append(call())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.mark.django_db(transaction=True)
def test_of_four_who_redeem_a_code_at_once_one_gets_tokens(browser_of):
    ensure_first_party_clients()
    robin = browser_of("robin")
    code = robin.code()
    answers = at_once(lambda: robin.redeem(code))
    assert sorted(answer.status_code for answer in answers) == [200, 400, 400, 400]
    assert RefreshToken.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_code_that_comes_with_right_and_wrong_verifiers_at_once_opens_nothing_in_the_end(browser_of):
    ensure_first_party_clients()
    robin = browser_of("robin")
    code = robin.code()
    verifiers = iter([robin.verifier, "x" * 64, robin.verifier, "y" * 64])
    answers = at_once(lambda: robin.redeem(code, code_verifier=next(verifiers)))
    assert sorted(answer.status_code for answer in answers)[1:] == [400, 400, 400]
    assert not Grant.objects.exists()
    assert not RefreshToken.objects.filter(revoked=None).exists()


def test_a_code_that_somebody_redeems_in_the_middle_of_a_request_is_refused(robin, monkeypatch):
    def redeemed_meanwhile(self: Validator, code: str, request: Request) -> str:
        Grant.objects.filter(code=code).delete()
        return str(OAuth2Validator.get_code_challenge(self, code, request))

    monkeypatch.setattr(Validator, "get_code_challenge", redeemed_meanwhile)
    assert refused(robin.redeem(robin.code()))


@pytest.mark.django_db(transaction=True)
def test_of_four_who_use_a_refresh_token_at_once_one_gets_tokens_and_the_family_ends(browser_of):
    ensure_first_party_clients()
    robin = browser_of("robin")
    refresh_token = robin.tokens()["refresh_token"]
    answers = at_once(lambda: robin.refresh(refresh_token))
    assert sorted(answer.status_code for answer in answers) == [200, 400, 400, 400]
    assert not RefreshToken.objects.filter(revoked=None).exists()


def test_a_confidential_client_must_prove_itself(robin):
    client = Application(
        client_id="partner",
        client_type=Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Application.GRANT_AUTHORIZATION_CODE,
        redirect_uris="https://partner.example/cb",
        skip_authorization=True,
        client_secret="a-secret-of-32-characters-or-more",
    )
    client.save()
    changes = {"redirect_uri": "https://partner.example/cb"}
    assert refused(robin.redeem(robin.code("partner", **changes), "partner", **changes), "invalid_client")
    wrong = {**changes, "client_secret": "another"}
    assert refused(robin.redeem(robin.code("partner", **changes), "partner", **wrong), "invalid_client")
    right = {**changes, "client_secret": "a-secret-of-32-characters-or-more"}
    assert robin.redeem(robin.code("partner", **changes), "partner", **right).status_code == 200


def test_a_code_without_its_redirect_address_is_refused(robin):
    assert refused(robin.redeem(robin.code(), redirect_uri=None), "invalid_request")


@pytest.mark.parametrize("path", ["/oauth/token", "/oauth/revoke", "/userinfo"])
@pytest.mark.parametrize(
    "body",
    [
        '{"grant_type": "authorization_code", "client_id": "\\ud800", "code": "x", "token": "x"}',
        '{"grant_type": "refresh_token", "client_id": "usher-spa", "refresh_token": "\\ud800"}',
        '{"client_id": "usher-spa", "token": "\\ud800"}',
        '{"grant_type": "refresh_token", "client_id": "usher-spa", "\\ud800": "x"}',
        '{"client_id": "usher-spa\\u0000", "grant_type": "authorization_code", "code": "x", "token": "x"}',
        '{"client_id": "usher-spa", "grant_type": "authorization_code", "code": "\\u0000"}',
        "[" * 100_000,
    ],
)
def test_a_body_that_no_database_can_be_asked_for_is_refused(robin, path, body):
    response = robin.post(path, body, content_type="application/json")
    assert response.status_code in (400, 401)
    assert response.json()["error"]


def test_a_client_id_with_a_nul_in_the_header_is_refused(robin):
    response = robin.post(
        "/oauth/token",
        {"grant_type": "client_credentials", "audience": "https://api.usher.example/"},
        headers={"Authorization": "Basic " + base64.b64encode(b"usher-spa\0:x").decode()},
    )
    assert refused(response, "invalid_client")


@pytest.mark.parametrize("name", ["refresh_token_instance", "sign_in", "user", "client", "scopes", "nonce"])
def test_a_parameter_named_like_what_the_provider_finds_out_itself_changes_nothing(robin, name):
    plain = robin.tokens()
    first = robin.redeem(robin.code(), **{name: "x"}).json()
    again = robin.refresh(first["refresh_token"], **{name: "x"}).json()
    for tokens in (first, again):
        for kind in ("access_token", "id_token"):
            usual, claims = claims_of(plain[kind]), claims_of(tokens[kind])
            changing = ("iat", "exp", "jti", "at_hash", "nonce")
            assert {key: claims[key] for key in claims if key not in changing} == {
                key: usual[key] for key in usual if key not in changing
            }
            assert claims.get("nonce") != "x"
