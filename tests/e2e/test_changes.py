"""Rights that change while people work: two browsers side by side, no reload, no login, no lost text."""

import re
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.pages import shot
from tests.e2e.server import Site, running_site

pytestmark = [pytest.mark.e2e, pytest.mark.identity]

FOLLOWS = 2_000  # milliseconds until menu and buttons of an open tab follow
REFUSES = 1.0  # seconds until an API refuses what was withdrawn
PATIENCE = 3_000  # milliseconds more that a busy test machine is given


@pytest.fixture(scope="module")
def site_of_changes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("changes"), LOGIN_RATE="0") as running:
        yield running


@pytest.fixture
def batman(logged_in: Callable[..., Page], site_of_changes: Site) -> Page:
    """Batman on Robin's page, about to give and take."""
    page = logged_in("Batman", "/people", site_of_changes.url)
    page.get_by_role("main").get_by_role("link", name=re.compile("Robin")).first.click()
    page.get_by_role("checkbox", name="write:books").wait_for()
    return page


@pytest.fixture
def robin(logged_in: Callable[..., Page], site_of_changes: Site) -> Page:
    page = logged_in("Robin", "/books", site_of_changes.url)
    page.get_by_role("table").wait_for()
    return page


def give(batman: Page, permission: str, *, has: bool) -> None:
    batman.get_by_role("checkbox", name=permission).set_checked(has)
    batman.get_by_role("button", name="Save what Robin is given").click()
    expect(batman.get_by_text("Saved.")).to_be_visible()


def test_robin_s_open_page_follows_what_batman_gives_and_takes(batman: Page, robin: Page):
    loads: list[str] = []
    robin.on("framenavigated", lambda frame: loads.append(frame.url) if frame == robin.main_frame else None)
    adding = robin.get_by_role("link", name="Add a book")
    expect(adding).to_have_count(0)
    give(batman, "write:books", has=True)
    expect(adding).to_be_visible(timeout=FOLLOWS + PATIENCE)
    shot(robin, "changes-given")
    adding.click()
    robin.get_by_role("textbox", name="Title", exact=True).fill("Given while I looked")
    robin.get_by_role("combobox", name="Authors").fill("Robin")
    robin.keyboard.press("Enter")
    robin.get_by_role("button", name="Add the book").click()
    expect(robin.get_by_role("heading", name="Given while I looked")).to_be_visible()

    robin.goto("/books/new")
    robin.get_by_role("textbox", name="Title", exact=True).fill("Half a title")
    before = len(loads)
    give(batman, "write:books", has=False)
    robin.get_by_role("combobox", name="Authors").fill("Robin")
    robin.keyboard.press("Enter")
    time.sleep(REFUSES)
    robin.get_by_role("button", name="Add the book").click()
    expect(robin.get_by_role("main")).to_contain_text("write:books", timeout=FOLLOWS + PATIENCE)
    expect(robin.get_by_role("textbox", name="Title", exact=True)).to_have_value("Half a title")
    shot(robin, "changes-taken")
    assert loads[before:] == []


def test_a_role_s_change_reaches_its_members_and_undo_takes_it_back(
    logged_in: Callable[..., Page], site_of_changes: Site, robin: Page
):
    batman = logged_in("Batman", "/roles", site_of_changes.url)
    batman.get_by_role("main").get_by_role("link", name="Employees").first.click()
    batman.get_by_role("checkbox", name="write:books").set_checked(True)
    batman.get_by_role("button", name=re.compile("^Save")).click()
    adding = robin.get_by_role("link", name="Add a book")
    expect(adding).to_be_visible(timeout=FOLLOWS + PATIENCE)
    batman.get_by_role("button", name="Undo").click()
    expect(adding).to_have_count(0, timeout=FOLLOWS + PATIENCE)


def test_who_is_deactivated_is_told_so_where_they_are(robin: Page, site_of_changes: Site):
    deactivate = "from django.contrib.auth.models import User; User.objects.filter(username='robin')"
    site_of_changes.manage("shell", "-c", f"{deactivate}.update(is_active=False)")
    try:
        expect(robin.get_by_role("dialog")).to_contain_text("deactivated", timeout=FOLLOWS + PATIENCE)
    finally:
        site_of_changes.manage("shell", "-c", f"{deactivate}.update(is_active=True)")
