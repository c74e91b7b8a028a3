"""Somebody new chooses a password at the link their manager was given, once."""

import re

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from rest_framework.test import APIClient

from tests.identity.browser import Browser

pytestmark = [pytest.mark.identity, pytest.mark.django_db]

NEW = {"username": "selina", "name": "Selina Kyle", "email": "selina@gotham.example"}
PASSWORD = "quite-new-4711"


@pytest.fixture
def link(people, capsys) -> str:
    call_command("token", "batman")
    client = APIClient(headers={"Host": settings.SITE.netloc})
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {capsys.readouterr().out.strip()}")
    answer = client.post("/api/users/", NEW, format="json")
    assert answer.status_code == 201, answer.content
    assert answer.json()["link"].startswith(f"{settings.SITE_URL}/u/password/reset/")
    return answer.json()["link"].removeprefix(settings.SITE_URL)


def chosen(link: str, password: str):
    browser = Browser()
    form = browser.get(link, follow=True)
    assert b"Choose a new password" in form.content
    path = form.redirect_chain[-1][0]
    return browser.post(path, {"password1": password, "password2": password}, follow=True)


def test_without_the_link_nobody_logs_in(link):
    assert not User.objects.get(username="selina").has_usable_password()
    for password in ("", "!", PASSWORD):
        assert Browser().log_in("selina", password).status_code == 200


def test_the_link_sets_a_password_once(link):
    assert b"Your password is changed" in chosen(link, PASSWORD).content
    assert Browser().log_in("selina", PASSWORD).status_code == 302
    again = Browser().get(link, follow=True)
    assert b"does not work any more" in again.content
    assert b"Ask the person who sent it" in again.content


def test_a_weak_password_is_refused(link):
    assert b"Your password is changed" not in chosen(link, "12345").content
    assert not User.objects.get(username="selina").has_usable_password()


def test_a_link_that_was_altered_does_not_work(link):
    altered = re.sub(r"[0-9a-f](/?)$", lambda end: f"{'1' if end[0][0] == '0' else '0'}{end[1]}", link)
    assert altered != link
    assert b"does not work any more" in Browser().get(altered, follow=True).content


def test_the_link_is_of_one_person(link, people):
    other = re.sub(r"reset/[0-9a-z]+-", f"reset/{people['batman'].pk}-", link)
    assert b"does not work any more" in Browser().get(other, follow=True).content
