"""Whom the issuer says to have logged out is so here: by a logout token, once, and by nobody else's word."""

import time
from urllib.parse import urlencode

import pytest
from django.test import Client

from audit.models import Entry
from bff.models import Session, SpentLogoutToken
from bff.token_set import TokenSet
from permissions_api.conf import conf as present
from permissions_api.testing import private_key
from tests.bff.signed import id_token, logout_token
from tests.bff.stored import session_with
from tests.issuer import token_with

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_issuer", "tokens_at_the_server")]

ADDRESS = "/bff/backchannel-logout"


def session_of(subject: str, sid: str = "", issuer: str = "") -> Session:
    claims = {"iss": issuer or present.ISSUER, "sub": subject, "sid": sid}
    return session_with(TokenSet("a-refresh-token", claims))


@pytest.fixture
def sessions() -> dict[str, Session]:
    return {
        "robin's": session_of("usher|1", "a-session"),
        "robin's other": session_of("usher|1", "another-session"),
        "alfred's": session_of("usher|2", "alfred-s-session"),
        "of another issuer": session_of("usher|1", "a-session", "https://other.example/"),
    }


@pytest.fixture
def send(settings):
    def post(*tokens: str, **more):
        client = Client(HTTP_HOST=settings.SITE.netloc)
        body = "&".join(urlencode({"logout_token": token}) for token in tokens if token)
        return client.post(ADDRESS, body, "application/x-www-form-urlencoded", **more)

    return post


def left(sessions: dict[str, Session]) -> set[str]:
    ids = set(Session.objects.values_list("pk", flat=True))
    return {name for name, session in sessions.items() if session.pk in ids}


@pytest.mark.parametrize(
    ("who", "ended"),
    [
        ({"sid": "a-session"}, {"robin's"}),
        ({"sid": "a-session", "sub": "usher|1"}, {"robin's"}),
        ({"sid": None, "sub": "usher|1"}, {"robin's", "robin's other"}),
        ({"sid": "a-session", "sub": "usher|2"}, set()),
        ({"sid": "unknown"}, set()),
    ],
)
def test_the_sessions_it_names_end_and_no_others(sessions, send, who, ended):
    answer = send(logout_token(**who))
    assert (answer.status_code, answer.content, answer["Cache-Control"]) == (204, b"", "no-store")
    assert left(sessions) == sessions.keys() - ended
    assert Entry.objects.filter(action="session.ended").count() == len(ended)


@pytest.mark.parametrize("typ", ["logout+jwt", "application/logout+jwt", "JWT", None])
def test_its_type_is_one_that_logout_tokens_have(sessions, send, typ):
    assert send(logout_token(header={"typ": typ})).status_code == 204


def test_one_that_does_not_say_when_it_ends_is_young(sessions, send):
    assert send(logout_token(exp=None, iat=int(time.time()) - 300)).status_code == 400
    assert send(logout_token(exp=None)).status_code == 204


def test_it_counts_once_until_it_ends(sessions, send):
    token = logout_token(exp=int(time.time()) + 600)
    assert send(token).status_code == 204
    again = session_of("usher|1", "a-session")
    answer = send(token)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")
    assert Session.objects.filter(pk=again.pk).exists()
    spent = SpentLogoutToken.objects.get()
    assert 600 <= spent.expires_at.timestamp() - time.time() <= 660


EVENT = "http://schemas.openid.net/event/backchannel-logout"


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"nonce": "a-nonce"}, id="with a nonce"),
        pytest.param({"nonce": None, "events": None}, id="without the event"),
        pytest.param({"events": {"https://other.example/event": {}}}, id="of another event"),
        pytest.param({"events": [EVENT]}, id="of a list of events"),
        pytest.param({"events": {EVENT: "yes"}}, id="of an event that is a text"),
        pytest.param({"aud": "usher-spa"}, id="for another client"),
        pytest.param({"aud": None}, id="for nobody"),
        pytest.param({"iss": "https://other.example/"}, id="of another issuer"),
        pytest.param({"sid": None}, id="of nobody"),
        pytest.param({"sid": ["a-session"]}, id="of a list of sessions"),
        pytest.param({"sub": 1}, id="of a number"),
        pytest.param({"jti": None}, id="without a jti"),
        pytest.param({"iat": None}, id="without iat"),
        pytest.param({"iat": time.time() + 3600}, id="not yet issued"),
        pytest.param({"exp": int(time.time()) - 3600}, id="over"),
        pytest.param({"exp": int(time.time()) + 10**9}, id="that lasts for years"),
        pytest.param({"key": private_key("another")}, id="forged"),
        pytest.param({"header": {"kid": "unknown"}}, id="with an unknown key"),
        pytest.param({"header": {"typ": "at+jwt"}}, id="an access token by its type"),
    ],
)
def test_one_that_does_not_hold_ends_nothing(sessions, send, changes):
    answer = send(logout_token(**changes))
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")
    assert answer["Cache-Control"] == "no-store"
    assert left(sessions) == sessions.keys()
    assert not SpentLogoutToken.objects.exists()


def test_two_at_once_are_none(sessions, send):
    assert send(logout_token(sid="another-session"), logout_token()).status_code == 400
    assert left(sessions) == sessions.keys()


def test_no_other_token_and_no_cookie_stands_for_it(sessions, send):
    for token in (id_token(), id_token(nonce=None), token_with(audience="usher-bff"), "", "x", "a.b.c"):
        assert send(token).status_code == 400
    assert left(sessions) == sessions.keys()


def test_it_is_only_posted_as_a_form(sessions, send, client):
    assert client.get(ADDRESS, {"logout_token": logout_token()}).status_code == 405
    assert client.post(ADDRESS, {"logout_token": logout_token()}, "application/json").status_code == 415
    assert left(sessions) == sessions.keys()


def test_refused_ones_are_counted_by_address_and_good_ones_pass(sessions, send, settings):
    settings.BFF_LOGIN_RATE = (2, 60)
    found = [send("x", REMOTE_ADDR="192.0.2.1").status_code for _ in range(4)]
    assert found == [400, 400, 429, 429]
    assert send("x", REMOTE_ADDR="192.0.2.2").status_code == 400
    assert send(logout_token(), REMOTE_ADDR="192.0.2.1").status_code == 204


def test_under_other_strategies_there_is_none(conf, send):
    conf.STRATEGY = "single_audience"
    assert send(logout_token()).status_code == 404
