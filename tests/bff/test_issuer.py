"""The issuer is asked over HTTP, for a bounded time and where it says, or by a function of this process."""

import socket
import time
from urllib.parse import parse_qsl

import pytest

from bff import issuer, tokens
from bff.exceptions import LoginFailed, TokensUnavailable
from bff.token_set import TokenSet
from tests.bff.logins import tokens_of
from tests.bff.signed import NONCE, id_token
from tests.bff.stored import session_with
from tests.issuer import API, BOOKS, MOVIES, redirect, send, status, token_with

pytestmark = pytest.mark.usefixtures("two_resources", "tokens_at_the_server")


@pytest.fixture
def elsewhere(generic_issuer, settings):
    """Let the issuer be another server; ``asked`` are the forms that its token endpoint was sent."""
    settings.BFF_TOKEN_ENDPOINT = settings.BFF_REVOCATION_ENDPOINT = ""
    settings.BFF_CLIENT_SECRET = "the-site-s-secret"
    generic_issuer.asked = []
    generic_issuer.says = {}
    at = generic_issuer.issuer
    generic_issuer.document = {
        "token_endpoint": f"{at}tokens",
        "revocation_endpoint": f"{at}revoked",
        "id_token_signing_alg_values_supported": ["RS256"],
    }

    def answer(request) -> None:
        body = request.rfile.read(int(request.headers["Content-Length"]))
        generic_issuer.asked.append(dict(parse_qsl(body.decode())))
        said = {
            "access_token": token_with("list:movies", audience=API, iss=at),
            "token_type": "Bearer",
            "expires_in": 600,
            "refresh_token": "a-refresh-token",
            "id_token": id_token(iss=at),
            **generic_issuer.says,
        }
        send(request, {name: value for name, value in said.items() if value is not None})

    generic_issuer.answers = {"/tokens": answer, "/oauth/token": answer, "/revoked": answer}
    return generic_issuer


def redeem() -> TokenSet:
    return issuer.redeem("the-code", "the-verifier", NONCE)


def test_a_code_is_redeemed_where_discovery_says_with_verifier_and_secret(elsewhere, settings):
    held = redeem()
    assert (held.refresh, held.id_claims["name"], list(held.access)) == ("a-refresh-token", "Robin", [API])
    assert elsewhere.asked == [
        {
            "grant_type": "authorization_code",
            "code": "the-code",
            "code_verifier": "the-verifier",
            "redirect_uri": f"{settings.SITE_URL}/bff/callback",
            "resource": API,
            "client_id": "usher-bff",
            "client_secret": "the-site-s-secret",
        }
    ]
    assert elsewhere.fetches["/tokens"] == 1


def test_at_auth0_it_is_redeemed_at_auth0_s_own_address(elsewhere, conf):
    conf.FLAVOUR = "auth0"
    redeem()
    assert elsewhere.fetches["/oauth/token"] == 1
    assert elsewhere.asked[0]["audience"] == API


@pytest.mark.parametrize(
    ("flavour", "named"),
    [
        ("auth0", [("audience", API)]),
        # A refresh may only name what the login did.
        ("generic", [("resource", API), ("resource", MOVIES), ("resource", BOOKS)]),
        ("keycloak", []),
    ],
)
def test_a_login_asks_for_what_its_refreshes_will_name(conf, flavour, named):
    conf.FLAVOUR = flavour
    (name, scope), *rest = issuer.login_parameters()
    assert (name, rest) == ("scope", named)
    assert scope.startswith("openid profile email offline_access")
    assert ("list:movies" in scope, "list:books" in scope) == (flavour != "keycloak",) * 2


@pytest.mark.parametrize(
    ("says", "code"),
    [
        ({"id_token": None}, "id_token"),
        ({"refresh_token": None}, "no_refresh_token"),
        ({"refresh_token": 1}, "no_refresh_token"),
        ({"access_token": token_with(audience=MOVIES)}, "wrong_audience"),
        ({"access_token": "opaque"}, "wrong_audience"),
        ({"token_type": "DPoP"}, "wrong_audience"),
    ],
)
def test_a_login_that_gives_less_than_is_needed_fails(elsewhere, says, code):
    elsewhere.says = says
    with pytest.raises(LoginFailed) as raised:
        redeem()
    assert raised.value.code == code


def test_a_login_that_the_issuer_refuses_fails_and_its_words_are_repeated_nowhere(elsewhere, caplog):
    elsewhere.answers["/tokens"] = lambda request: send(
        request, {"error": "invalid_grant", "error_description": "the-code"}, 400
    )
    with pytest.raises(LoginFailed) as raised:
        redeem()
    assert "the-code" not in f"{raised.value} {caplog.text}"


def test_an_id_token_of_another_login_is_refused(elsewhere):
    elsewhere.says = {"id_token": id_token(iss=elsewhere.issuer, nonce="another")}
    with pytest.raises(LoginFailed):
        redeem()


def test_what_is_no_answer_is_none(elsewhere):
    at = elsewhere.issuer
    for answer in (
        status(500),
        status(429),
        redirect(f"{at}oauth/token"),
        lambda request: send(request, b"<html>"),
        lambda request: send(request, b"[]"),
    ):
        elsewhere.answers["/tokens"] = answer
        with pytest.raises(TokensUnavailable):
            redeem()
    assert elsewhere.fetches["/oauth/token"] == 0  # A redirect is not followed.


@pytest.mark.parametrize("fault", ["drip_body", "drip_header"])
def test_an_answer_that_never_ends_is_waited_for_so_long_and_no_longer(elsewhere, fault, monkeypatch):
    monkeypatch.setattr(issuer, "SECONDS", 0.5)
    elsewhere.answers["/tokens"] = getattr(elsewhere, fault)
    began = time.monotonic()
    with pytest.raises(TokensUnavailable):
        redeem()
    assert time.monotonic() - began < 2


def test_an_issuer_that_is_down_gives_nothing_and_a_logout_does_not_wait_for_it(elsewhere, caplog):
    redeem()
    elsewhere.stop()
    with pytest.raises(TokensUnavailable):
        redeem()
    issuer.revoke("a-refresh-token")
    assert "did not revoke" in caplog.text
    assert "a-refresh-token" not in caplog.text


def test_a_refresh_token_is_revoked_at_the_issuer(elsewhere, caplog):
    issuer.revoke("a-refresh-token")
    assert elsewhere.fetches["/revoked"] == 1
    (form,) = elsewhere.asked
    assert (form["token"], form["client_secret"]) == ("a-refresh-token", "the-site-s-secret")
    # Most say nothing (RFC 7009 section 2.2).
    elsewhere.answers["/revoked"] = lambda request: send(request, b"")
    issuer.revoke("a-refresh-token")
    assert "did not revoke" not in caplog.text


@pytest.mark.identity
@pytest.mark.django_db
def test_our_own_provider_is_asked_without_any_connection(browser_of, monkeypatch):
    def refused(*_given):
        raise AssertionError("a process never asks itself over HTTP")

    monkeypatch.setattr(socket.socket, "connect", refused)
    session = session_with(tokens_of(browser_of("robin")))
    assert tokens.token_for(session, MOVIES)
    tokens.revoke(session)
    with pytest.raises(LoginFailed):
        redeem()
