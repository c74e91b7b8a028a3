"""A login at the provider stands in the trail, once, and a failed one does not."""

import pytest

from audit.models import Entry

pytestmark = pytest.mark.django_db


def logins() -> list[tuple[str, str]]:
    return [*Entry.objects.filter(action="user.logged_in").values_list("actor_name", "target_name")]


def test_who_logs_in_is_told_of_as_who_did_it(browser_of):
    browser_of("robin")
    assert logins() == [("Robin", "Robin")]


def test_a_wrong_password_is_no_login(browser):
    browser.log_in("robin", "wrong")
    assert logins() == []
