"""A forgotten password, where e-mail is configured."""

import re

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import call_command
from rest_framework.test import APIClient

from tests.identity.browser import Browser

pytestmark = [pytest.mark.identity, pytest.mark.django_db, pytest.mark.urls("tests.identity.reset_urls")]

NEW = "quite-new-4711"


def ask(browser: Browser, email: str):
    return browser.post("/u/password/reset/", {"email": email}, follow=True)


def test_a_link_by_mail_lets_its_person_choose_a_new_password_once(browser_of):
    elsewhere, browser = browser_of("robin"), Browser()
    tokens = elsewhere.tokens()
    assert b"Forgotten your password?" in browser.get("/u/login/").content
    assert b"Look into your mailbox" in ask(browser, "robin@gotham.example").content
    assert mail.outbox[0].to == ["robin@gotham.example"]
    found = re.search(r"http://localhost:8000(/u/password/reset/\S+)", str(mail.outbox[0].body))
    assert found
    form = browser.get(found[1], follow=True)
    assert b"Choose a new password" in form.content
    path = form.redirect_chain[-1][0]
    done = browser.post(path, {"password1": NEW, "password2": NEW}, follow=True)
    assert b"Your password is changed" in done.content
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


@pytest.fixture
def selina(people, capsys) -> User:
    """Somebody whom Batman added with an address that was wrong, and mended."""
    call_command("token", "batman")
    client = APIClient(headers={"Host": settings.SITE.netloc})
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {capsys.readouterr().out.strip()}")
    new = {"username": "selina", "name": "Selina Kyle", "email": "stranger@gotham.example"}
    made = client.post("/api/users/", new, format="json").json()
    mended = client.patch(f"/api/users/{made['id']}/", {"email": "selina@gotham.example"}, format="json")
    assert mended.status_code == 200, mended.content
    return User.objects.get(username="selina")


def test_a_letter_goes_to_nobody_at_an_address_that_was_given_up(selina, browser):
    ask(browser, "stranger@gotham.example")
    assert mail.outbox == []
    ask(browser, "selina@gotham.example")
    assert [letter.to for letter in mail.outbox] == [["selina@gotham.example"]]


def test_capitals_make_no_difference_and_the_letter_goes_to_the_address_as_it_is_stored(people, browser):
    User.objects.filter(username="robin").update(email="Robin@Gotham.example")
    ask(browser, "rObin@gotham.example")
    assert [letter.to for letter in mail.outbox] == [["Robin@Gotham.example"]]


def test_a_link_sets_no_password_for_who_is_deactivated(people, browser):
    ask(browser, "robin@gotham.example")
    people["robin"].is_active = False
    people["robin"].save()
    found = re.search(r"http://localhost:8000(/u/password/reset/\S+)", str(mail.outbox[0].body))
    assert found
    assert b"does not work any more" in Browser().get(found[1], follow=True).content
