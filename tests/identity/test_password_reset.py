"""A forgotten password, where e-mail is configured."""

import re

import pytest
from django.core import mail

from tests.identity.browser import Browser

pytestmark = [pytest.mark.identity, pytest.mark.django_db, pytest.mark.urls("tests.identity.reset_urls")]

NEW = "quite-new-4711"


def ask(browser: Browser, email: str):
    return browser.post("/u/password/reset/", {"email": email}, follow=True)


def test_a_link_by_mail_lets_its_person_choose_a_new_password_once(browser_of):
    elsewhere, browser = browser_of("robin"), Browser()
    tokens = elsewhere.tokens()
    assert b"Forgotten your password?" in browser.get("/u/login/").content
    assert b"Look into your mailbox." in ask(browser, "robin@gotham.example").content
    assert mail.outbox[0].to == ["robin@gotham.example"]
    found = re.search(r"http://localhost:8000(/u/password/reset/\S+)", str(mail.outbox[0].body))
    assert found
    form = browser.get(found[1], follow=True)
    assert b"Choose a new password" in form.content
    path = form.redirect_chain[-1][0]
    done = browser.post(path, {"password1": NEW, "password2": NEW}, follow=True)
    assert b"Your password is changed." in done.content
    assert Browser().log_in("robin", NEW).status_code == 302
    assert elsewhere.refresh(tokens["refresh_token"]).status_code == 400
    assert b"does not work any more" in Browser().get(found[1], follow=True).content


def test_an_unknown_address_gets_the_same_words_and_no_letter(browser):
    known = ask(browser, "robin@gotham.example").content
    assert ask(Browser(), "nobody@gotham.example").content == known
    assert len(mail.outbox) == 1


def test_letters_are_limited(browser, settings):
    settings.LOGIN_RATE = (2, 3600)
    for _ in range(4):
        ask(browser, "robin@gotham.example")
    assert len(mail.outbox) == 2
    assert b"Too many attempts" in ask(browser, "robin@gotham.example").content
