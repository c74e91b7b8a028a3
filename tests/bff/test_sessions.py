"""A session: whose it is, how long it lasts, and that it is over everywhere at once."""

import hashlib
import logging
from datetime import timedelta

import pytest
from django.conf import settings as configured
from django.test import Client
from django.utils import timezone

from audit.models import Entry
from bff import cleanup, cookies, sessions
from bff.models import Session, SpentLogoutToken
from tests.bff.pages import FROM_A_PAGE, Page

pytestmark = pytest.mark.django_db


def problem_of(answer) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


@pytest.fixture
def another(page, issuer_says) -> Page:
    """A second browser, in which Alfred is logged in, while Robin is in the first."""
    page.log_in()
    issuer_says(sub="usher|2", name="Alfred", sid="another-session-there")
    other = Page()
    other.log_in()
    return other


def test_the_page_learns_who_is_logged_in_until_when(page):
    page.log_in()
    answer = page.ask()
    session = Session.objects.get()
    said = answer.json()
    assert {*said} == {"handle", "expires_at", "id_claims", "tokens"}
    assert (said["handle"], said["expires_at"]) == (session.handle, int(session.expires_at.timestamp()))
    assert said["id_claims"] == {"iss": session.issuer, "sub": "usher|1", "name": "Robin"}
    assert answer["Cache-Control"] == "no-store"
    assert answer["Vary"] == "Cookie"
    assert "a-refresh-token" not in answer.content.decode()


def test_a_cookie_is_for_our_pages_requests_alone_and_names_its_port(page):
    page.log_in()
    cookie = page.session_cookie
    assert (cookie["samesite"], cookie["httponly"], cookie["path"]) == ("Strict", True, "/")
    assert (cookie["domain"], cookie["secure"]) == ("", "")
    assert cookie.key == f"usher-session-{configured.SITE.port}"
    assert cookie["max-age"] == configured.BFF_ABSOLUTE_SECONDS


def test_on_https_its_name_says_that_this_host_alone_set_it(page, settings):
    settings.HTTPS, settings.INSTANCE = True, ""
    page.log_in()
    assert page.session_cookie.key == "__Host-Http-usher-session"
    for cookie in page.cookies.values():
        assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")
        assert cookie.key.startswith("__Host-")


def test_the_database_does_not_hold_what_the_cookie_does(page):
    page.log_in()
    session, key = Session.objects.get(), page.session_cookie.value
    assert session.key_hash == hashlib.sha256(key.encode()).hexdigest()
    assert len(key) == 43  # 256 bits
    assert not any(key in str(value) for value in vars(session).values())
    assert not any("a-refresh-token" in str(value) for value in vars(session).values())


def test_without_a_cookie_nobody_is_logged_in(page):
    assert problem_of(page.ask()) == (401, "no_session")
    assert "WWW-Authenticate" not in page.ask()
    assert problem_of(page.ask(x_usher="a-handle-of-before")) == (401, "session_ended")


@pytest.mark.parametrize("value", ["", "A" * 43, "A" * 42, "ü" * 43, "A" * 5_000, '"' + "A" * 41 + '"'])
def test_a_forged_cookie_is_nobody_s(page, value):
    page.log_in()
    page.cookies[cookies.session_name()] = value
    assert problem_of(page.ask(x_usher="1")) == (401, "no_session")


def test_of_two_cookies_of_one_name_none_counts(page, another):
    """One of them was tossed here, such as by a site on a sibling domain, to act as somebody else."""
    name = cookies.session_name()
    for pair in (another.session_cookie.value, page.session_cookie.value), ("x", page.session_cookie.value):
        both = "; ".join(f"{name}={value}" for value in pair)
        answer = Client(HTTP_HOST=configured.SITE.netloc).get(
            "/bff/session", headers={**FROM_A_PAGE, "x-usher": "1", "cookie": both}
        )
        assert problem_of(answer) == (401, "no_session")


@pytest.mark.parametrize("look_alike", ["\xa0{}", "{}\xa0", "\x85{}", "\x1f{}", "{}\x0c", "_{}", "{}_"])
def test_a_name_that_only_looks_like_the_cookie_s_is_another(page, look_alike):
    """A browser lets a sibling domain set it, for it does not begin with __Host-."""
    page.log_in()
    for name in (look_alike.format(cookies.session_name()), cookies.session_name().upper()):
        cookie = f"{name}={page.session_cookie.value}"
        answer = Client(HTTP_HOST=configured.SITE.netloc).get(
            "/bff/session", headers={**FROM_A_PAGE, "x-usher": "1", "cookie": cookie}
        )
        assert problem_of(answer) == (401, "no_session")


def test_a_page_of_one_login_is_told_of_another_in_its_browser(page, another):
    page.cookies[cookies.session_name()] = another.session_cookie.value
    for path, method in (
        ("session", "GET"),
        ("sessions", "GET"),
        ("logout", "POST"),
        ("sessions/1", "DELETE"),
    ):
        answer = page.ask(f"/bff/{path}", method)
        assert problem_of(answer) == (401, "session_changed")
        assert (answer.json()["name"], answer.json()["subject"]) == ("Alfred", "usher|2")
    assert Session.objects.count() == 2


def test_another_s_handle_opens_nothing(page, another):
    assert problem_of(page.ask(x_usher=another.handle)) == (401, "session_changed")
    assert problem_of(Page().ask(x_usher=another.handle)) == (401, "session_ended")


@pytest.mark.parametrize("path", ["/api/movies/", "/me/permissions", "/me/access", "/gateway/movies/"])
@pytest.mark.parametrize("strategy", ["backend_for_frontend", "token_exchange"])
def test_a_cookie_opens_nothing_where_tokens_do(conf, page, path, strategy):
    page.log_in()
    conf.STRATEGY = strategy
    answer = page.ask(path)
    expected = 404 if path.startswith("/gateway") and strategy == "backend_for_frontend" else 401
    assert answer.status_code == expected
    assert Client(HTTP_HOST=configured.SITE.netloc).get(path).status_code == expected


def test_a_token_opens_nothing_where_the_cookie_does(page, client_with):
    page.log_in()
    page.cookies.clear()
    token = client_with("list:movies")._credentials["HTTP_AUTHORIZATION"]
    assert problem_of(page.ask(x_usher="1", authorization=token)) == (401, "no_session")


def test_a_session_ends_when_it_is_too_old(page):
    page.log_in()
    last = timezone.now() + timedelta(seconds=1)
    Session.objects.update(expires_at=last)
    assert page.ask().status_code == 200
    Session.objects.update(expires_at=last - timedelta(seconds=2))
    assert problem_of(page.ask()) == (401, "session_ended")
    assert problem_of(page.ask(x_usher="1")) == (401, "no_session")


def test_a_session_ends_when_nobody_used_it(page, settings):
    page.log_in()
    settings.BFF_IDLE_SECONDS = 600
    Session.objects.update(last_used=timezone.now() - timedelta(seconds=590))
    assert page.ask().status_code == 200
    Session.objects.update(last_used=timezone.now() - timedelta(seconds=601))
    assert problem_of(page.ask()) == (401, "session_ended")


def test_asking_who_is_logged_in_is_no_use(page):
    page.log_in()
    before = timezone.now() - timedelta(hours=1)
    Session.objects.update(last_used=before)
    page.ask()
    page.ask("/bff/sessions")
    assert Session.objects.get().last_used == before


def test_use_is_written_down_once_a_minute(page, django_assert_num_queries):
    page.log_in()
    session = Session.objects.get()
    with django_assert_num_queries(0):
        sessions.touch(session)
    before = timezone.now() - timedelta(seconds=61)
    Session.objects.update(last_used=before)
    here, in_another_process = Session.objects.get(), Session.objects.get()
    with django_assert_num_queries(1):
        sessions.touch(here)
        sessions.touch(here)
    used = Session.objects.get().last_used
    assert used > before
    sessions.touch(in_another_process)
    assert Session.objects.get().last_used == used


def test_use_brings_no_session_back(page):
    page.log_in()
    session = Session.objects.get()
    session.last_used -= timedelta(hours=1)
    Session.objects.all().delete()
    sessions.touch(session)
    assert not Session.objects.exists()


def test_finding_a_session_is_one_statement_without_its_tokens(page, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    page.log_in()
    with CaptureQueriesContext(connection) as asked:
        page.ask("/bff/logout", "GET")  # 405, after the guard
    (statement,) = [each["sql"] for each in asked if "bff_session" in each["sql"]]
    assert '"tokens"' not in statement


def test_logging_out_ends_it_here_and_says_where_to_end_it_there(conf, settings, page, issuer_says):
    settings.EMBEDDED, conf.ISSUER = True, f"{configured.SITE_URL}/"
    page.log_in()
    cookie = page.session_cookie.value
    answer = page.ask("/bff/logout", "POST")
    assert answer.json() == {
        "logout_url": f"{configured.SITE_URL}/oidc/logout?client_id=usher-bff&post_logout_redirect_uri="
        f"{configured.SITE_URL.replace(':', '%3A').replace('/', '%2F')}%2F&logout_hint=a-session-there"
    }
    assert issuer_says()["asked"][-1] == ("revoke", "a-refresh-token")
    assert (page.session_cookie.value, page.session_cookie["max-age"]) == ("", 0)
    assert page.session_cookie["samesite"] == "Strict"
    page.cookies[cookies.session_name()] = cookie
    assert problem_of(page.ask()) == (401, "session_ended")


@pytest.mark.parametrize(
    ("flavour", "discovered", "expected"),
    [
        ("auth0", {}, "v2/logout?client_id=usher-bff&returnTo=http%3A%2F%2Flocalhost%3A8000%2F"),
        (
            "generic",
            {"end_session_endpoint": "end?a=b"},
            "end?a=b&client_id=usher-bff&post_logout_redirect_uri=http%3A%2F%2Flocalhost%3A8000%2F"
            "&logout_hint=a-session-there",
        ),
        ("generic", {}, None),
    ],
)
def test_at_an_external_issuer_its_own_address_ends_its_session(
    conf, settings, generic_issuer, page, flavour, discovered, expected
):
    settings.EMBEDDED = False
    generic_issuer.document = {name: generic_issuer.issuer + path for name, path in discovered.items()}
    generic_issuer.document["authorization_endpoint"] = f"{generic_issuer.issuer}auth"
    page.log_in()
    conf.FLAVOUR = flavour
    said = page.ask("/bff/logout", "POST").json()["logout_url"]
    assert said == (expected and generic_issuer.issuer + expected)


def test_logging_out_needs_no_issuer_that_answers(page, monkeypatch, caplog):
    from bff import issuer

    page.log_in()
    monkeypatch.undo()
    monkeypatch.setattr(issuer, "_sent", lambda *_args, **_options: (500, {}))
    with caplog.at_level(logging.WARNING):
        assert page.ask("/bff/logout", "POST").status_code == 200
    assert not Session.objects.exists()


def test_beginning_and_end_stand_in_the_trail(page, issuer_says, people):
    page.log_in()
    page.log_in()
    page.ask("/bff/logout", "POST")
    entries = [
        (entry.action, entry.actor_subject, entry.target_name, entry.as_data()["after"])
        for entry in Entry.objects.filter(action__startswith="session.").order_by("id")
    ]
    assert entries == [
        ("session.began", "usher|1", "Robin", None),
        ("session.ended", "usher|1", "Robin", {"why": "logged in anew"}),
        ("session.began", "usher|1", "Robin", None),
        ("session.ended", "usher|1", "Robin", {"why": "logged out"}),
    ]


def test_one_sees_one_s_own_browsers_and_ends_one(page, another, issuer_says):
    issuer_says(sub="usher|1", name="Robin")
    phone = Page()
    phone.defaults["HTTP_USER_AGENT"] = "A phone"
    phone.log_in()
    said = page.ask("/bff/sessions").json()["results"]
    assert [device["user_agent"] for device in said] == ["A phone", ""]
    assert [device["current"] for device in said] == [False, True]
    assert {*said[0]} == {"id", "current", "created", "last_used", "address", "user_agent"}
    assert said[0]["address"] == "127.0.0.1"
    assert page.ask(f"/bff/sessions/{said[0]['id']}", "DELETE").status_code == 204
    assert issuer_says()["asked"][-1] == ("revoke", "a-refresh-token")
    assert problem_of(phone.ask()) == (401, "session_ended")
    assert page.ask().status_code == 200


def test_nobody_ends_another_s_session(page, another):
    theirs = Session.objects.get(subject="usher|2")
    for pk in (theirs.pk, theirs.pk + 1_000, 10**30):
        assert page.ask(f"/bff/sessions/{pk}", "DELETE").status_code == 404
    assert another.ask().status_code == 200


def test_the_issuer_ends_the_sessions_of_a_person_or_of_one_session_there(page, another):
    issuer = Session.objects.first().issuer
    assert sessions.end_of("https://evil.example/", subject="usher|1") == 0
    assert sessions.end_of(issuer) == 0
    assert sessions.end_of(issuer, subject="usher|2", sid="a-session-there") == 0
    assert sessions.end_of(issuer, sid="a-session-there") == 1
    assert problem_of(page.ask()) == (401, "session_ended")
    assert another.ask().status_code == 200
    assert sessions.end_of(issuer, subject="usher|2") == 1
    assert problem_of(another.ask()) == (401, "session_ended")


def test_what_is_over_is_deleted_and_told(page, another, settings):
    Session.objects.filter(subject="usher|1").update(expires_at=timezone.now())
    SpentLogoutToken.objects.create(digest="old", expires_at=timezone.now() - timedelta(seconds=1))
    SpentLogoutToken.objects.create(digest="new", expires_at=timezone.now() + timedelta(seconds=60))
    assert [*cleanup.delete_expired().values()] == [1, 0, 1]
    assert Session.objects.get().subject == "usher|2"
    assert SpentLogoutToken.objects.get().digest == "new"
    entry = Entry.objects.latest("id")
    assert (entry.action, entry.actor_subject) == ("session.ended", "system")
    assert entry.as_data()["after"] == {"why": "expired"}
    settings.BFF_IDLE_SECONDS = 1
    Session.objects.update(last_used=timezone.now() - timedelta(seconds=2))
    assert [*cleanup.delete_expired().values()] == [1, 0, 0]


def test_the_oldest_sessions_of_whoever_has_very_many_end(page, another, monkeypatch):
    monkeypatch.setattr(cleanup, "MOST", 1)
    phone = Page()
    phone.log_in()
    assert [*cleanup.delete_expired().values()] == [0, 1, 0]
    assert phone.ask().status_code == 200
    assert page.ask().status_code == 200
    assert problem_of(another.ask()) == (401, "session_ended")


def test_requests_of_a_session_count_as_its_person_s(page, another, settings):
    from resources.rate_limits import throttling

    throttling.traffic._tallies.clear()
    settings.API_RATE = (3, 60)
    assert [page.ask().status_code for _ in range(4)] == [200, 200, 200, 429]
    assert another.ask().status_code == 200
