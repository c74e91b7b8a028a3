"""Logging out: here, everywhere, at a client's word; and what must not survive it."""

import pytest
from django.contrib.auth.models import User
from oauth2_provider.models import RefreshToken

from identity.models import BrowserSession
from tests.identity.browser import Browser, answer

pytestmark = [pytest.mark.identity, pytest.mark.django_db]

HOME = "http://localhost:8000/"


def logged_in(browser: Browser) -> bool:
    return "code" in answer(browser.authorize(prompt="none"))


@pytest.mark.parametrize(
    "return_to",
    ["https://evil.example/", HOME + "?more", HOME + "callback", "//localhost:8000/", "javascript:alert(1)"],
)
def test_a_foreign_return_address_is_refused_with_a_page_and_nobody_logged_out(browser_of, return_to):
    robin = browser_of("robin")
    for path in ("/v2/logout", "/oidc/logout"):
        query = {"client_id": "usher-spa", "returnTo": return_to, "post_logout_redirect_uri": return_to}
        response = robin.get(path, query)
        assert response.status_code == 400
        assert b"has not registered" in response.content
    assert logged_in(robin)


def test_a_client_id_that_no_database_can_be_asked_for_is_an_unknown_client(browser):
    for path in ("/v2/logout", "/oidc/logout"):
        query = {"client_id": "usher-spa\0", "returnTo": HOME, "post_logout_redirect_uri": HOME}
        assert browser.get(path, query).status_code == 400


def test_a_return_address_of_another_client_is_refused(browser_of):
    response = browser_of("robin").get("/v2/logout", {"client_id": "nobody", "returnTo": HOME})
    assert response.status_code == 400


def test_logging_out_as_auth0_s_sdks_do_ends_session_and_refresh_tokens_of_this_browser(browser_of):
    here, elsewhere = browser_of("robin"), browser_of("robin")
    mine, others = here.tokens(), elsewhere.tokens()
    response = here.get("/v2/logout", {"client_id": "usher-spa", "returnTo": HOME})
    assert response["Location"] == HOME
    assert not logged_in(here)
    assert here.refresh(mine["refresh_token"]).status_code == 400
    assert logged_in(elsewhere)
    assert elsewhere.refresh(others["refresh_token"]).status_code == 200


def test_a_code_given_out_before_logout_is_worth_nothing_after_it(browser_of):
    robin = browser_of("robin")
    code = robin.code()
    robin.get("/v2/logout")
    assert robin.redeem(code).status_code == 400


def test_openid_logout_with_the_person_s_own_hint_needs_no_question(browser_of):
    robin = browser_of("robin")
    query = {
        "id_token_hint": robin.tokens()["id_token"],
        "post_logout_redirect_uri": HOME,
        "state": "a state",
    }
    assert robin.get("/oidc/logout", query)["Location"] == HOME + "?state=a+state"
    assert not logged_in(robin)


def test_openid_logout_without_a_fitting_hint_asks_first(browser_of):
    batmans = browser_of("batman").tokens()["id_token"]
    robin = browser_of("robin")
    for hint in ({}, {"id_token_hint": batmans}):
        query = {"client_id": "usher-spa", "post_logout_redirect_uri": HOME, **hint}
        assert b"Log out?" in robin.get("/oidc/logout", query).content
        assert logged_in(robin)
    response = robin.post("/oidc/logout", {**query, "confirmed": "yes"})
    assert response["Location"] == HOME
    assert not logged_in(robin)


def test_openid_logout_refuses_a_hint_that_is_forged_or_no_id_token(browser_of):
    robin = browser_of("robin")
    tokens = robin.tokens()
    for hint in (tokens["id_token"][:-8] + "AAAAAAAA", tokens["access_token"], "garbage"):
        assert robin.get("/oidc/logout", {"id_token_hint": hint}).status_code == 400
    assert logged_in(robin)


def test_our_own_logout_page_asks_and_then_revokes(browser_of):
    robin = browser_of("robin")
    tokens = robin.tokens()
    assert b"Log out?" in robin.get("/u/logout/").content
    assert logged_in(robin)
    robin.post("/u/logout/")
    assert not logged_in(robin)
    assert robin.refresh(tokens["refresh_token"]).status_code == 400


def test_signing_out_everywhere_asks_and_then_ends_every_session_and_refresh_token(browser_of):
    here, elsewhere, batman = browser_of("robin"), browser_of("robin"), browser_of("batman")
    tokens = elsewhere.tokens()
    assert b"Log out everywhere?" in here.get("/u/sign-out-everywhere/").content
    assert logged_in(elsewhere)
    assert b"You are signed out everywhere." in here.post("/u/sign-out-everywhere/", follow=True).content
    assert not logged_in(here)
    assert not logged_in(elsewhere)
    assert elsewhere.refresh(tokens["refresh_token"]).status_code == 400
    assert not RefreshToken.objects.filter(revoked=None).exists()
    assert logged_in(batman)


def test_signing_out_everywhere_needs_a_login_and_the_csrf_token(browser, people):
    assert browser.post("/u/sign-out-everywhere/")["Location"].startswith("/u/login/")
    strict = Browser(enforce_csrf_checks=True)
    strict.force_login(people["robin"])
    assert strict.post("/u/sign-out-everywhere/").status_code == 403


def test_a_new_password_ends_every_other_session_and_all_refresh_tokens(browser_of):
    here, elsewhere = browser_of("robin"), browser_of("robin")
    tokens = elsewhere.tokens()
    new = "quite-new-4711"
    answer_ = here.post(
        "/u/password/change/", {"oldpassword": "gotham-demo", "password1": new, "password2": new}
    )
    assert answer_["Location"] == "/u/mfa/"
    assert logged_in(here)
    assert not logged_in(elsewhere)
    assert elsewhere.refresh(tokens["refresh_token"]).status_code == 400
    assert Browser().log_in("robin").status_code == 200
    assert Browser().log_in("robin", new).status_code == 302


def test_a_weak_new_password_is_refused(browser_of):
    for weak in ("12345678", "robin", "password"):
        body = {"oldpassword": "gotham-demo", "password1": weak, "password2": weak}
        assert browser_of("robin").post("/u/password/change/", body).status_code == 200


def test_deactivating_somebody_ends_their_sessions(browser_of, people):
    browser_of("robin").tokens()
    robin = User.objects.get(username="robin")
    robin.is_active = False
    robin.save()
    assert not BrowserSession.objects.filter(user=robin).exists()


def test_saving_a_person_otherwise_ends_nothing(browser_of):
    browser = browser_of("robin")
    robin = User.objects.get(username="robin")
    robin.first_name = "Dick"
    robin.save()
    assert logged_in(browser)
