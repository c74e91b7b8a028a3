"""However often people log in, and strangers begin to, the rows that are left are bounded."""

from datetime import timedelta

import pytest
from django.db import models
from django.utils import timezone
from oauth2_provider.models import AccessToken, Grant, RefreshToken

from identity.accounts import sign_ins
from identity.authorize.authorization_request import LOGIN_ASKED
from identity.cleanup import delete_expired
from identity.models import BrowserSession, SignIn
from tests.identity.browser import Browser

pytestmark = [pytest.mark.identity, pytest.mark.django_db]

TABLES: tuple[type[models.Model], ...] = (BrowserSession, SignIn, Grant, AccessToken, RefreshToken)


def rows() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in TABLES}


def pass_time(**span: int) -> None:
    """Let all that is stored be older by so much."""
    by = timedelta(**span)
    BrowserSession.objects.update(expire_date=models.F("expire_date") - by)
    SignIn.objects.update(created=models.F("created") - by)
    AccessToken.objects.update(expires=models.F("expires") - by)
    Grant.objects.update(expires=models.F("expires") - by)


def test_a_stranger_who_is_sent_to_the_login_page_leaves_no_row(people):
    for changes in ({}, {"prompt": "login"}, {"max_age": "0"}, {"prompt": "login", "state": "another"}):
        stranger = Browser()
        to_login = stranger.authorize(**changes)
        assert to_login["Location"].startswith("/u/login/?next=")
        stranger.get(to_login["Location"])
        stranger.log_in("robin", "wrong")
    assert set(rows().values()) == {0}


def test_what_a_stranger_can_leave_lasts_an_hour(people):
    stranger = Browser()
    stranger.get("/u/mfa/passkeys/login/", headers={"X-Requested-With": "XMLHttpRequest"})
    assert rows()["BrowserSession"] == 1
    delete_expired()
    assert rows()["BrowserSession"] == 1
    pass_time(hours=1, seconds=1)
    delete_expired()
    assert rows()["BrowserSession"] == 0


def test_an_hour_of_logins_and_renewals_leaves_a_bounded_number_of_rows(browser_of, monkeypatch):
    monkeypatch.setattr(sign_ins, "MOST", 3)
    for _ in range(7):
        robin = browser_of("robin")
        tokens = robin.tokens()
        robin.refresh(tokens["refresh_token"])
        robin.tokens(scope="openid list:movies")
        robin.code()
    pass_time(hours=1, seconds=1)
    delete_expired()
    left = rows()
    assert left["BrowserSession"] == 3
    assert left["Grant"] == 0
    assert left["SignIn"] == left["AccessToken"] == 3
    assert left["RefreshToken"] == 6  # each of the three, and the one before it
    assert RefreshToken.objects.filter(revoked=None).count() == 3


def test_the_newest_logins_go_on_and_older_ones_have_ended(browser_of, monkeypatch):
    monkeypatch.setattr(sign_ins, "MOST", 1)
    older, alfred, newer = browser_of("robin"), browser_of("alfred"), browser_of("robin")
    tokens = [browser.tokens()["refresh_token"] for browser in (older, alfred, newer)]
    delete_expired()
    answers = [browser.refresh(token) for browser, token in zip((older, alfred, newer), tokens, strict=True)]
    assert [answer.status_code for answer in answers] == [400, 200, 200]
    assert "error=login_required" in older.authorize(prompt="none")["Location"]
    assert "code=" in newer.authorize(prompt="none")["Location"]


def test_the_tokens_of_a_login_that_ended_are_deleted_and_those_of_one_that_lasts_are_kept(browser_of):
    robin = browser_of("robin")
    kept, ended = robin.tokens(), robin.tokens()
    again = robin.refresh(kept["refresh_token"]).json()
    robin.post("/oauth/revoke", {"client_id": "usher-spa", "token": ended["refresh_token"]})
    delete_expired()
    assert RefreshToken.objects.count() == 2
    # Reuse is noticed still.
    assert robin.refresh(kept["refresh_token"]).status_code == 400
    assert robin.refresh(again["refresh_token"]).status_code == 400


class TestAskingForANewLogin:
    def test_a_cookie_that_was_changed_is_no_answer(self, browser_of):
        robin = browser_of("robin")
        assert robin.authorize(prompt="login")["Location"].startswith("/u/reauthenticate/")
        robin.cookies[LOGIN_ASKED] = robin.cookies[LOGIN_ASKED].value.replace(" ", " 0")
        assert robin.authorize(prompt="login")["Location"].startswith("/u/reauthenticate/")

    def test_it_is_for_scripts_and_other_sites_not_to_have(self, browser_of, settings):
        settings.SESSION_COOKIE_SECURE = True
        cookie = browser_of("robin").authorize(prompt="login").cookies[LOGIN_ASKED]
        assert cookie["httponly"]
        assert cookie["secure"]
        assert cookie["samesite"] == "Lax"
        assert cookie["max-age"] == 3600

    def test_a_login_for_one_question_does_not_answer_another(self, browser_of):
        robin = browser_of("robin")
        robin.authorize(prompt="login")
        robin.post("/u/reauthenticate/", {"password": "gotham-demo"})
        assert "code=" in robin.authorize(prompt="login")["Location"]
        assert robin.authorize(prompt="login", state="another")["Location"].startswith("/u/reauthenticate/")

    def test_it_is_asked_once_more_when_the_login_took_longer_than_an_hour(self, browser_of, monkeypatch):
        robin = browser_of("robin")
        robin.authorize(prompt="login")
        timezone_now = timezone.now() + timedelta(hours=1, seconds=1)
        monkeypatch.setattr("django.core.signing.time.time", timezone_now.timestamp)
        assert robin.authorize(prompt="login")["Location"].startswith("/u/reauthenticate/")


def test_who_has_just_logged_in_for_the_question_is_not_asked_again(people):
    stranger = Browser()
    to_login = stranger.authorize(prompt="login")
    stranger.post(to_login["Location"], {"login": "robin", "password": "gotham-demo"})
    assert "code=" in stranger.authorize(prompt="login")["Location"]
