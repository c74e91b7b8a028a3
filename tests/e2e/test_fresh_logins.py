"""Removing a role from a screen that was left open: the person confirms who they are, and it is done once."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Request, expect

from tests.e2e.pages import account_of, axe_violations, log_in, shot
from tests.e2e.server import Site, running_site

pytestmark = [pytest.mark.e2e, pytest.mark.identity]

MAKE_ROLE = "from django.contrib.auth.models import Group; Group.objects.create(name='Night')"
COUNT_ROLES = """
from django.contrib.auth.models import Group
print(Group.objects.filter(name='Night').count())
"""
AN_HOUR_LATER = """
from datetime import timedelta
from django.db.models import F
from identity.accounts.sessions import BrowserSession
from identity.models import SignIn
for row in BrowserSession.objects.exclude(user=None):
    data = row.get_decoded()
    for record in data["account_authentication_methods"]:
        record["at"] -= 3600
    row.session_data = BrowserSession.get_session_store_class()().encode(data)
    row.save()
SignIn.objects.update(auth_time=F("auth_time") - timedelta(hours=1))
"""
KEPT = "sessionStorage.getItem('usher-step-up')"


@pytest.fixture(params=["single_audience", "backend_for_frontend"])
def open_screen(request, tmp_path, new_page) -> Iterator[tuple[Site, Page, list[Request]]]:
    """Batman's page of a role, an hour after he logged in, and the removals it has sent."""
    with running_site(tmp_path, LOGIN_RATE="1000/m", AUDIENCE_STRATEGY=request.param) as site:
        page = log_in(new_page(at=site.url), "Batman")
        site.manage("shell", "-c", f"{MAKE_ROLE}{AN_HOUR_LATER}")
        page.goto("/roles")
        page.get_by_role("link", name="Night").click()
        sent: list[Request] = []
        page.on("request", lambda asked: sent.append(asked) if asked.method == "DELETE" else None)
        yield site, page, sent


def remove(page: Page) -> None:
    page.get_by_role("button", name="Delete the role").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete the role").click()
    question = page.get_by_role("dialog", name="Confirm that it is you")
    expect(question).to_contain_text("no older than 5 minutes")


def number_of_roles(site: Site) -> int:
    return int(site.manage("shell", "-v", "0", "-c", COUNT_ROLES).splitlines()[-1])


def test_a_role_is_removed_after_the_person_confirmed_and_once(open_screen):
    site, page, sent = open_screen
    remove(page)
    # Left alone, nothing is done.
    page.get_by_role("button", name="Leave it").click()
    expect(page.get_by_text("This asks for a fresh login")).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="Delete the role").click()
    page.get_by_role("button", name="Confirm that it is me").click()
    page.wait_for_url("**/u/reauthenticate/**")
    # Gone back from the login, nothing is done either.
    page.go_back()
    account_of(page, "Batman").wait_for()
    assert (number_of_roles(site), len(sent)) == (1, 2)
    assert page.evaluate(KEPT) is None
    remove(page)
    shot(page, "step-up")
    assert axe_violations(page) == []
    page.get_by_role("button", name="Confirm that it is me").click()
    page.get_by_label("Your password").fill("gotham-demo")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("dialog", name="Done")).to_contain_text("“Night” is done")
    shot(page, "step-up-done")
    assert (number_of_roles(site), len(sent)) == (0, 4)
    page.reload()
    account_of(page, "Batman").wait_for()
    page.wait_for_load_state("networkidle")
    assert len(sent) == 4
    assert page.evaluate(KEPT) is None
