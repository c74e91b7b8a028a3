"""Another site makes a browser ask: the cookie comes along, and nothing happens."""

import pytest
from django.conf import settings as configured

from bff.models import Session
from tests.bff.pages import Page

pytestmark = pytest.mark.django_db

FOREIGN = (403, "foreign_request")
CHANGING = [("/bff/logout", "POST"), ("/bff/sessions/1", "DELETE")]
ALL = [("/bff/session", "GET"), ("/bff/sessions", "GET"), *CHANGING]


def problem_of(answer) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


@pytest.fixture
def robin(page) -> Page:
    page.log_in()
    return page


@pytest.mark.parametrize(("path", "method"), ALL)
@pytest.mark.parametrize(
    "site", ["cross-site", "same-site", "none", "SAME-ORIGIN", "same-origin, cross-site"]
)
def test_what_another_site_or_a_sibling_sends_is_refused(robin, path, method, site):
    assert problem_of(robin.ask(path, method, sec_fetch_site=site)) == FOREIGN
    assert problem_of(robin.ask(path, method, sec_fetch_site=site, origin=configured.SITE_URL)) == FOREIGN
    assert Session.objects.exists()


@pytest.mark.parametrize(("path", "method"), ALL)
def test_without_the_header_that_no_form_can_send_it_is_refused(robin, path, method):
    assert problem_of(robin.ask(path, method, x_usher=None)) == FOREIGN
    assert Session.objects.exists()


@pytest.mark.parametrize(("path", "method"), ALL[1:])
def test_the_handle_is_needed_but_to_ask_for_it(robin, path, method):
    assert problem_of(robin.ask(path, method, x_usher="1")) == FOREIGN
    assert Session.objects.exists()


@pytest.mark.parametrize(("path", "method"), ALL)
@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://localhost:1", "http://127.0.0.1:8000"]
)
def test_a_browser_that_does_not_say_which_site_says_the_origin(robin, path, method, origin):
    assert problem_of(robin.ask(path, method, sec_fetch_site=None, origin=origin)) == FOREIGN
    assert Session.objects.exists()


def test_without_an_origin_nothing_is_changed(robin):
    for path, method in CHANGING:
        assert problem_of(robin.ask(path, method, sec_fetch_site=None)) == FOREIGN
    assert robin.ask(sec_fetch_site=None).status_code == 200
    assert (
        robin.ask("/bff/logout", "POST", sec_fetch_site=None, origin=configured.SITE_URL).status_code == 200
    )


@pytest.mark.parametrize("path", ["/bff/session", "/bff/logout", "/bff/login", "/bff/callback"])
def test_no_other_origin_reads_it_whatever_is_set(robin, settings, path):
    app = "https://app.example"
    settings.CORS_ORIGINS, settings.CORS_ALLOWED_ORIGINS = [app], [app]
    settings.CORS_ALLOW_ALL_ORIGINS = settings.CORS_ALLOW_CREDENTIALS = True
    settings.CORS_URLS_REGEX = ".*"
    preflight = robin.options(
        path, headers={"origin": app, "access-control-request-method": "GET", "sec-fetch-site": "cross-site"}
    )
    asked = robin.ask(path, origin=app, sec_fetch_site="cross-site")
    for answer in (preflight, asked):
        assert answer.status_code in (403, 405)
        assert not [name for name in answer.headers if name.lower().startswith("access-control")]


def test_getting_changes_nothing(robin):
    for path in ("/bff/logout", "/bff/sessions/1"):
        assert robin.ask(path).status_code == 405
    assert Session.objects.exists()


@pytest.mark.parametrize("header", ["HTTP_X_FORWARDED_HOST", "HTTP_X_HTTP_METHOD_OVERRIDE"])
def test_what_only_a_proxy_may_say_moves_nothing(robin, header):
    answer = robin.get(
        "/bff/logout",
        headers={"sec-fetch-site": "same-origin", "x-usher": robin.handle},
        **{header: "POST" if "METHOD" in header else "evil.example"},
    )
    assert answer.status_code == 405
