"""Clients are told of logouts, beside the requests, and the site's own sessions end with them at once."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from typing import Any
from urllib.parse import parse_qs, urlencode

import jwt
import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db.models import F
from django.utils import timezone
from oauth2_provider.models import RefreshToken

from bff.models import Session
from identity.accounts import sign_ins
from identity.backchannel import sender
from identity.clients.first_party import ensure_client_of_site
from identity.clients.registration import Registration, register
from identity.models import BackchannelLogout, LogoutMessage, SignIn
from permissions_api.conf import conf as live
from tests.identity.browser import Browser, claims_of

pytestmark = [pytest.mark.identity, pytest.mark.django_db]

BACK = "https://app.example/callback"
LISTENING = "https://app.example/logout"
TOO_LONG = f"https://app.example/{'x' * 1000}"


@pytest.fixture
def browser_in(browser_of):
    """Return a maker of browsers in which Robin has logged in to the client ``app``."""

    def make(name: str = "robin") -> tuple[Browser, str]:
        browser = browser_of(name)
        tokens = browser.redeem(browser.code("app", redirect_uri=BACK), "app", redirect_uri=BACK).json()
        return browser, claims_of(tokens["id_token"])["sid"]

    return make


@pytest.fixture
def app(db):
    return listening("app")


def listening(name: str, uri: str = LISTENING, **more: Any):
    asked = {"client_id": name, "redirect_uris": [BACK], "public": True, "backchannel_logout_uri": uri}
    return register(Registration(**asked | more))[0]


def subject_of(name: str) -> str:
    return f"usher|{User.objects.get(username=name).pk}"


def messages() -> list[tuple[str, str, str]]:
    return list(LogoutMessage.objects.order_by("pk").values_list("client_id", "subject", "sid"))


@contextmanager
def receiver(
    status: int = 200, wait: float = 0, meet: threading.Barrier | None = None
) -> Iterator[tuple[str, list[str]]]:
    """A client that hears of logouts: its address, and the logout tokens that came."""
    tokens: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            tokens.extend(form["logout_token"])
            time.sleep(wait)
            if meet:
                meet.wait(2)  # raises when nobody else came
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/logout", tokens
    finally:
        server.shutdown()
        server.server_close()


# --- What is noted --------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/u/logout/", "/oidc/logout", "/v2/logout", "/admin/logout/"])
def test_logging_out_of_a_browser_is_told_to_the_clients_of_that_browser_alone(app, browser_in, path):
    listening("another")  # in which nobody has logged in
    (here, sid), _ = browser_in(), browser_in()
    User.objects.update(is_staff=True)  # who alone logs out in the admin
    ask = here.get if path == "/v2/logout" else here.post
    ask(path, {"confirmed": "yes"})
    assert messages() == [("app", subject_of("robin"), sid)]


def test_what_is_noted_and_what_is_ended_is_one_transaction(app, browser_in, monkeypatch):
    here, _ = browser_in()

    def fail(*_: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(sign_ins.messages, "tell_of_browser", fail)
    with pytest.raises(RuntimeError):
        here.post("/u/logout/")
    assert RefreshToken.objects.filter(revoked=None).exists()


def save(**changes: Any) -> None:
    robin = User.objects.get(username="robin")
    for name, value in changes.items():
        setattr(robin, name, value)
    robin.save()


def change_password() -> None:
    robin = User.objects.get(username="robin")
    robin.set_password("quite-new-4711")
    robin.save()


@pytest.mark.parametrize(
    "end",
    [
        lambda: sign_ins.sign_out_everywhere(User.objects.get(username="robin")),
        lambda: save(is_active=False),
        change_password,
        lambda: User.objects.get(username="robin").delete(),
    ],
    ids=["signed out everywhere", "deactivated", "new password", "deleted"],
)
def test_what_ends_all_of_a_person_s_logins_is_told_once_to_each_client(app, browser_in, end):
    browser_in(), browser_in(), browser_in("batman")
    robin = subject_of("robin")
    end()
    assert messages() == [("app", robin, "")]


def test_a_client_that_needs_the_session_is_told_of_each(browser_in, people):
    listening("app", backchannel_logout_session_required=True)
    sids = {browser_in()[1], browser_in()[1]}
    sign_ins.sign_out_everywhere(people["robin"])
    assert {sid for _, _, sid in messages()} == sids


def test_a_client_that_is_removed_is_told_that_everybody_is_logged_out(app, browser_in):
    browser_in(), browser_in(), browser_in("batman")
    call_command("client", "remove", "app", stdout=StringIO())
    assert messages() == [("app", subject_of(name), "") for name in ("batman", "robin")]


def test_whoever_did_not_ask_to_be_told_is_not(browser_of):
    robin = browser_of("robin")
    robin.tokens()
    robin.post("/u/logout/")
    assert not messages()


def test_a_login_is_remembered_for_who_is_to_be_told_while_it_may_last(app, browser_in, browser_of):
    browser_in()
    robin = browser_of("robin")
    robin.redeem(robin.code(scope="openid"))
    for days, left in ((1, 1), (8, 0)):
        SignIn.objects.update(created=timezone.now() - timedelta(days=days), family=None)
        sign_ins.delete_expired()
        assert SignIn.objects.count() == left


def test_who_sends_is_woken_once_it_is_committed(app, browser_in, django_capture_on_commit_callbacks):
    here, _ = browser_in()
    sender.noted.clear()
    with django_capture_on_commit_callbacks() as after:
        here.post("/u/logout/")
        assert not sender.noted.is_set()
    for callback in after:
        callback()
    assert sender.noted.is_set()


# --- The site's own sessions ----------------------------------------------------------


def own_session(sid: str, subject: str) -> Session:
    now = timezone.now()
    return Session.objects.create(
        key_hash=sid, handle=sid, issuer=live.ISSUER, subject=subject, sid=sid, last_used=now, expires_at=now
    )


def test_the_site_s_own_sessions_end_with_the_browser_s_and_no_other_s(app, browser_in, conf):
    (here, sid), (_, another) = browser_in(), browser_in()
    robin = subject_of("robin")
    own_session(sid, robin), own_session(another, robin)
    conf.STRATEGY = "backend_for_frontend"
    here.post("/u/logout/")
    assert list(Session.objects.values_list("sid", flat=True)) == [another]


def test_they_end_with_all_of_a_person_s_logins_and_nobody_else_s(people, conf):
    robin, batman = subject_of("robin"), subject_of("batman")
    own_session("a", robin), own_session("b", robin), own_session("c", batman)
    conf.STRATEGY = "backend_for_frontend"
    save(is_active=False)
    assert list(Session.objects.values_list("sid", flat=True)) == ["c"]


# --- How it is sent -------------------------------------------------------------------


def note(uri: str, sid: str = "the-session", **more: Any) -> LogoutMessage:
    return LogoutMessage.objects.create(
        **{"client_id": "app", "uri": uri, "subject": "usher|1", "sid": sid, "due": timezone.now(), **more}
    )


def test_the_token_says_what_back_channel_logout_asks_for():
    with receiver() as (uri, tokens):
        note(uri)
        note(uri, sid="")
        assert sender.send_due() == 2
    assert not LogoutMessage.objects.exists()
    first, second = map(claims_of, tokens)
    assert jwt.get_unverified_header(tokens[0])["typ"] == "logout+jwt"
    assert first.keys() == {"iss", "aud", "sub", "sid", "iat", "exp", "jti", "events"}
    assert (first["iss"], first["aud"], first["sub"]) == (live.ISSUER, "app", "usher|1")
    assert first["events"] == {"http://schemas.openid.net/event/backchannel-logout": {}}
    assert first["exp"] - first["iat"] == 120
    assert first["sid"] == "the-session"
    assert "sid" not in second
    assert first["jti"] != second["jti"]


def test_another_site_of_ours_understands_it(people, conf):
    conf.STRATEGY, conf.CLIENT_ID = "backend_for_frontend", "usher-bff"
    robin = subject_of("robin")
    own_session("a", robin), own_session("b", robin)
    message = LogoutMessage(client_id="usher-bff", subject=robin, sid="a")
    site, form = Browser(), urlencode({"logout_token": sender.logout_token(message)})
    for status in (204, 400):  # the same token counts once
        answer = site.post("/bff/backchannel-logout", form, "application/x-www-form-urlencoded")
        assert answer.status_code == status
    assert list(Session.objects.values_list("sid", flat=True)) == ["b"]


def test_a_site_that_logs_in_here_is_told_at_its_server(conf):
    for strategy, told in (("backend_for_frontend", True), ("single_audience", False)):
        conf.STRATEGY = strategy
        ensure_client_of_site("http://localhost:9001", "usher-site")
        uri = "http://localhost:9001/bff/backchannel-logout"
        assert BackchannelLogout.objects.filter(uri=uri).exists() is told


def test_a_logout_token_is_no_id_token_hint(browser_of):
    robin = browser_of("robin")
    token = sender.logout_token(LogoutMessage(client_id="usher-spa", subject=subject_of("robin")))
    assert robin.get("/oidc/logout", {"id_token_hint": token}).status_code == 400


@pytest.mark.parametrize("status", [500, 400, 302])
def test_what_a_client_does_not_hear_is_sent_again_after_a_pause_that_grows(status):
    with receiver(status) as (uri, tokens):
        note(uri)
        pauses = []
        for _ in range(3):
            assert sender.send_due() == 0
            left = LogoutMessage.objects.get()
            pauses.append(left.due - timezone.now())
            assert sender.send_due() == 0  # not before it is due
            LogoutMessage.objects.update(due=timezone.now())
        assert len({claims_of(token)["jti"] for token in tokens}) == len(tokens) == 3
    assert pauses == sorted(pauses)
    assert pauses[2] - pauses[0] > timedelta(seconds=2)


def test_after_an_hour_it_is_given_up_with_a_word(caplog):
    with receiver(500) as (uri, tokens):
        note(uri)
        LogoutMessage.objects.update(created=timezone.now() - timedelta(minutes=61))
        sender.send_due()
        assert not tokens
    assert not LogoutMessage.objects.exists()
    assert "'app' was not told of 1 logouts" in caplog.text


def test_no_two_processes_send_the_same(monkeypatch):
    with receiver() as (uri, tokens):
        note(uri)
        claim = sender._claim

        def meanwhile(message: LogoutMessage) -> bool:
            LogoutMessage.objects.update(due=F("due") + timedelta(seconds=20))  # another process was first
            return claim(message)

        monkeypatch.setattr(sender, "_claim", meanwhile)
        assert sender.send_due() == 0
        assert not tokens


def test_one_that_hangs_keeps_no_other_waiting_and_is_asked_once(monkeypatch):
    monkeypatch.setattr(sender, "ANSWER", 1)
    with receiver(wait=5) as (slow, asked), receiver() as (quick, tokens):
        for _ in range(3):
            note(slow)
        note(quick)
        began = time.monotonic()
        assert sender.send_due() == 1
        assert time.monotonic() - began < 4
        assert (len(asked), len(tokens)) == (1, 1)


def test_clients_are_told_side_by_side():
    meet = threading.Barrier(2)
    with receiver(meet=meet) as (one, _), receiver(meet=meet) as (other, _):
        note(one)
        note(other)
        assert sender.send_due() == 2


def test_plain_http_beyond_this_machine_is_never_sent_to(monkeypatch):
    note("http://app.example/logout")
    assert sender.send_due() == 0


# --- Registration ---------------------------------------------------------------------


def test_the_address_is_registered_shown_and_checked_as_every_other(db):
    out = StringIO()
    add = ("client", "add", "--id", "app", "--redirect-uri", BACK, "--backchannel-logout-uri")
    call_command(*add, LISTENING, "--json", stdout=out)
    assert json.loads(out.getvalue())["backchannel_logout_uri"] == LISTENING
    for refused in (
        "http://app.example/logout",
        "nonsense",
        "https://app.example/#x",
        TOO_LONG,
    ):
        with pytest.raises(CommandError):
            call_command(*add, refused, "--id", "other", stdout=out)
    machine = ("--grant", "list:books", "--audience", "https://books.usher.example/")
    with pytest.raises(CommandError, match="Nobody logs out of a machine"):
        call_command("client", "add", *machine, "--backchannel-logout-uri", LISTENING)


@pytest.mark.urls("tests.identity.management_urls")
def test_the_management_api_takes_it_under_auth0_s_name(administrator):
    sent = {"name": "Mine", "app_type": "regular_web", "callbacks": [BACK]}
    made = administrator.post("/api/v2/clients", sent, format="json").json()
    assert "oidc_logout" not in made
    address = f"/api/v2/clients/{made['client_id']}"
    logout = {"backchannel_logout_urls": [LISTENING], "backchannel_logout_initiators": {"mode": "all"}}
    assert (
        administrator.patch(address, {"oidc_logout": logout}, format="json").json()["oidc_logout"] == logout
    )
    assert BackchannelLogout.objects.get().uri == LISTENING
    for urls in (
        ["http://app.example/"],
        [LISTENING, LISTENING],
        LISTENING,
        [1],
        [TOO_LONG],
    ):
        changes = {"oidc_logout": {"backchannel_logout_urls": urls}}
        assert administrator.patch(address, changes, format="json").status_code == 400
    moved = {"oidc_logout": {"backchannel_logout_urls": [BACK]}}
    assert administrator.patch(address, moved, format="json").json()["oidc_logout"] == moved["oidc_logout"]
    none: dict[str, Any] = {"oidc_logout": {"backchannel_logout_urls": []}}
    assert administrator.patch(address, none, format="json").json()["oidc_logout"] == none["oidc_logout"]
    assert not BackchannelLogout.objects.exists()


def test_discovery_says_that_clients_are_told_at_both_addresses(browser):
    by_openid = browser.get("/.well-known/openid-configuration").json()
    assert by_openid["backchannel_logout_supported"]
    assert by_openid["backchannel_logout_session_supported"]
    by_oauth = browser.get("/.well-known/oauth-authorization-server").json()
    assert by_oauth == by_openid
    # RFC 8414 section 2 demands these; OpenID Connect Discovery demands others beside them.
    assert by_oauth["issuer"] == live.ISSUER
    assert {"authorization_endpoint", "token_endpoint", "response_types_supported"} <= by_oauth.keys()


# --- RP-initiated logout without a token in the address -------------------------------


def test_the_name_of_this_browser_s_session_needs_no_question(app, browser_in):
    here, sid = browser_in()
    home = "http://localhost:8000/"
    asked = {"client_id": "usher-spa", "post_logout_redirect_uri": home, "logout_hint": sid}
    assert here.get("/oidc/logout", asked)["Location"] == home
    assert messages() == [("app", subject_of("robin"), sid)]


@pytest.mark.parametrize("hint", ["another browser's", "", "robin", "usher|2"])
def test_with_another_s_name_it_asks_as_before(app, browser_in, hint):
    (here, _), (_, another) = browser_in(), browser_in()
    asked = {"client_id": "usher-spa", "post_logout_redirect_uri": "http://localhost:8000/"}
    hint = another if hint == "another browser's" else hint
    assert b"Log out?" in here.get("/oidc/logout", {**asked, "logout_hint": hint}).content
    assert not messages()
