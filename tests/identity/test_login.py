"""The login page: who gets in, who does not, and how guessing is slowed down."""

import re

import pytest
from django.contrib.auth.models import User

from identity.accounts.sessions import hashed
from identity.models import BrowserSession
from tests.identity.browser import Browser, answer

pytestmark = [pytest.mark.identity, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def three_attempts_an_hour(settings) -> None:
    settings.LOGIN_RATE = (3, 3600)


def logged_in(browser: Browser) -> bool:
    return "code" in answer(browser.authorize(prompt="none"))


def problem(response) -> str:
    found = re.search(r'role="alert"><p>(.*?)</p>', response.content.decode())
    return found[1] if found else ""


def test_a_wrong_password_and_an_unknown_name_are_refused_in_the_same_words(browser):
    wrong = browser.log_in("robin", "wrong")
    unknown = browser.log_in("nobody", "wrong")
    assert problem(wrong) == problem(unknown) == "This user name and password do not fit together."
    assert wrong.status_code == unknown.status_code == 200
    assert not logged_in(browser)
    assert re.search('name="password"[^>]* autofocus', wrong.content.decode())


def test_somebody_deactivated_is_told_so_and_not_let_in(browser, people):
    User.objects.filter(username="robin").update(is_active=False)
    assert browser.log_in("robin")["Location"] == "/u/inactive/"
    assert b"suspended" in browser.get("/u/inactive/").content
    assert not logged_in(browser)
    assert problem(browser.log_in("robin", "wrong")) == "This user name and password do not fit together."


def test_an_open_session_of_somebody_deactivated_is_worth_nothing(browser_of):
    robin = browser_of("robin")
    User.objects.filter(username="robin").update(is_active=False)
    assert not logged_in(robin)


def test_guessing_one_name_from_many_addresses_is_stopped(people):
    for number in range(3):
        Browser(REMOTE_ADDR=f"203.0.113.{number}").log_in("robin", f"guess-{number}")
    response = Browser(REMOTE_ADDR="203.0.113.99").log_in("robin")
    assert response.status_code == 429
    assert re.fullmatch(r"Too many attempts. Try again in \d+ (seconds|minutes)\.", problem(response))


def test_guessing_many_names_from_one_address_is_stopped(people):
    browser = Browser(REMOTE_ADDR="203.0.113.7")
    for name in ("robin", "alfred", "joker"):
        browser.log_in(name, "wrong")
    assert browser.log_in("batman").status_code == 429
    assert Browser(REMOTE_ADDR="203.0.113.8").log_in("batman").status_code == 302


def test_a_forged_forwarding_header_does_not_change_the_address(people):
    for number in range(3):
        Browser(HTTP_X_FORWARDED_FOR=f"198.51.100.{number}").log_in(f"nobody-{number}", "wrong")
    assert Browser(HTTP_X_FORWARDED_FOR="198.51.100.99").log_in("batman").status_code == 429


def test_logging_in_counts_against_nobody(people):
    for _ in range(5):
        assert Browser().log_in("robin").status_code == 302


def test_a_name_written_otherwise_is_the_same_name(people):
    for name in ("robin", " ROBIN ", "rob\u0131n"):
        Browser(REMOTE_ADDR=f"203.0.113.{len(name)}").log_in(name, "wrong")
    assert Browser(REMOTE_ADDR="203.0.113.99").log_in("robin").status_code == 429


def test_the_admin_checks_no_password_itself_and_so_has_the_same_limit(browser):
    response = browser.post("/admin/login/", {"username": "gordon", "password": "gotham-demo"})
    assert response.status_code == 302
    assert response["Location"].startswith("/u/login/?next=")
    for _ in range(3):
        browser.log_in("gordon", "wrong", response["Location"])
    assert browser.log_in("gordon", path=response["Location"]).status_code == 429


def test_somebody_who_is_no_staff_is_refused_by_the_admin(browser_of):
    refused = browser_of("batman").get("/admin/login/")
    assert refused.status_code == 403
    assert "You are logged in as Batman" in refused.content.decode()
    assert "Log in as somebody else" in refused.content.decode()
    assert browser_of("gordon").get("/admin/").status_code == 200


@pytest.mark.parametrize("path", ["/u/reauthenticate/", "/u/password/change/"])
def test_guessing_the_password_in_an_open_session_is_stopped_too(browser_of, path):
    robin = browser_of("robin")
    guess = {
        "password": "wrong",
        "oldpassword": "wrong",
        "password1": "quite-new-4711",
        "password2": "quite-new-4711",
    }
    for _ in range(3):
        assert b"That is not your" in robin.post(path, guess).content
    right = guess | {"password": "gotham-demo", "oldpassword": "gotham-demo"}
    assert b"Too many attempts" in robin.post(path, right).content


def test_the_session_key_changes_at_login(browser):
    browser.authorize(prompt="login")
    before = browser.session.session_key
    browser.log_in("robin")
    assert browser.session.session_key != before
    assert not BrowserSession.objects.filter(session_key=hashed(before)).exists()


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "http://127.0.0.1/"]
)
def test_login_sends_nobody_to_a_foreign_address(browser, target):
    assert browser.log_in("robin", next=target)["Location"] == "/"


def test_a_session_cookie_that_no_database_can_be_asked_for_is_no_session(browser):
    browser.cookies["sessionid_8000"] = "nul\0" * 8
    assert browser.get("/u/login/").status_code == 200


def test_the_form_is_made_for_password_managers(browser):
    page = browser.get("/u/login/").content.decode()
    assert re.search(r'<input[^>]*name="login"[^>]*autocomplete="username"', page)
    assert re.search(r'<input[^>]*name="password"[^>]*autocomplete="current-password"', page)


def test_a_login_without_the_csrf_token_is_refused(people):
    browser = Browser(enforce_csrf_checks=True)
    assert browser.log_in("robin").status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        *("/u/signup/", "/u/email/", "/u/confirm-email/", "/u/password/set/", "/u/password/reset/"),
        *("/u/login/code/", "/u/demo-login/", "/u/mfa/webauthn/signup/", "/u/mfa/trust/"),
        *("/accounts/login/", "/o/applications/", "/o/authorized_tokens/", "/oauth/introspect"),
        *("/oauth/device", "/oauth/register"),
    ],
)
def test_pages_that_are_not_used_are_not_there(browser_of, path):
    gordon = browser_of("gordon")
    page = gordon.get(path)
    app = (b'<div id="root">', b"The SPA is not built yet")
    assert page.status_code == 404 or any(words in page.content for words in app), page.content
    assert gordon.post(path, {"person": "batman"}).status_code in (404, 405)


@pytest.mark.urls("tests.identity.demo_urls")
class TestInTheDemo:
    @pytest.fixture(autouse=True)
    def demo(self, settings) -> None:
        settings.DEMO = True

    def test_only_the_people_of_the_demo_come_in_by_a_click(self, browser):
        for person in ("gordon", "nobody", ""):
            assert browser.post("/u/demo-login/", {"person": person}).status_code == 400
        assert browser.get("/u/demo-login/").status_code == 405
        assert (
            Browser(enforce_csrf_checks=True).post("/u/demo-login/", {"person": "robin"}).status_code == 403
        )
        assert not logged_in(browser)

    @pytest.mark.parametrize("person", ["batman", "robin", "alfred", "joker"])
    def test_each_of_the_four_comes_in_by_one_click_and_goes_on_where_they_were(self, browser, person):
        page = browser.get("/u/login/?next=/authorize%3Fa%3Db").content.decode()
        assert f'name="person" value="{person}"' in page
        response = browser.post("/u/demo-login/", {"person": person, "next": "/authorize?a=b"})
        assert response["Location"] == "/authorize?a=b"
        assert logged_in(browser)

    def test_somebody_deactivated_does_not_come_in_by_a_click(self, browser):
        User.objects.filter(username="robin").update(is_active=False)
        assert browser.post("/u/demo-login/", {"person": "robin"})["Location"] == "/u/inactive/"
        assert not logged_in(browser)


def test_outside_the_demo_the_login_page_shows_no_people(browser):
    assert b"Batman" not in browser.get("/u/login/").content


def test_the_login_page_names_the_application_it_leads_back_to(db):
    browser = Browser()
    answer = browser.get(browser.authorize()["Location"])
    assert b"to go on to <b>Usher</b>" in answer.content
    assert b"to go on to" not in browser.get("/u/login/?next=/u/mfa/").content
