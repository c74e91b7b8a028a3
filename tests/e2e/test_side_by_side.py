"""Several windows on the same site: two people at one film, one person in two tabs, and no network."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.pages import shot
from tests.e2e.server import Site

pytestmark = [pytest.mark.e2e, pytest.mark.identity]

ENDS = 2_000  # milliseconds until the other tabs of somebody who logs out end too
PATIENCE = 5_000  # milliseconds more that a busy test machine is given


def new_film(page: Page, title: str) -> str:
    """Add a film, and return its address."""
    page.goto("/movies/new")
    field(page, "Title").fill(title)
    field(page, "Year").fill("1995")
    page.get_by_role("button", name="Add the film").click()
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    return page.url


def field(page: Page, name: str) -> Locator:
    return page.get_by_role("textbox", name=name, exact=True)


def test_two_changes_of_one_film_go_together_and_only_what_both_changed_is_asked(
    logged_in: Callable[..., Page],
):
    first, second = (logged_in("Batman") for _ in range(2))
    film = new_film(first, "Heat of the night")
    for page in (first, second):
        page.goto(f"{film}/edit")
        expect(field(page, "Title")).to_have_value("Heat of the night")
    field(first, "Title").fill("Heat of the day")
    first.get_by_role("button", name="Save the film").click()
    expect(first.get_by_role("heading", name="Heat of the day")).to_be_visible()

    field(second, "Year").fill("1996")
    second.get_by_role("button", name="Save the film").click()
    expect(second.get_by_role("heading", name="Heat of the day")).to_be_visible()
    expect(second.get_by_role("main")).to_contain_text("Saved, together with what Batman changed on")
    expect(second.get_by_role("main")).to_contain_text("1996")
    shot(second, "together")

    for page in (first, second):
        page.goto(f"{film}/edit")
        expect(field(page, "Year")).to_have_value("1996")
    field(first, "Title").fill("Heat by her")
    first.get_by_role("button", name="Save the film").click()
    expect(first.get_by_role("heading", name="Heat by her")).to_be_visible()
    field(second, "Title").fill("Heat by me")
    second.get_by_role("button", name="Save the film").click()
    alert = second.get_by_role("alert")
    expect(alert.get_by_role("heading", name="Batman changed this meanwhile")).to_be_focused()
    expect(alert.get_by_role("group")).to_have_count(1)
    shot(second, "disputed")
    second.keyboard.press("Tab")
    second.keyboard.press("ArrowDown")
    expect(alert.get_by_role("radio", name="Yours: Heat by me")).to_be_checked()
    second.keyboard.press("Tab")
    second.keyboard.press("Enter")
    expect(second.get_by_role("heading", name="Heat by me")).to_be_visible()


def test_a_refused_form_takes_the_focus_to_the_first_field_that_is_wrong(logged_in: Callable[..., Page]):
    page = logged_in("Batman", "/movies/new")
    field(page, "Title").fill("The Night Shift")
    field(page, "Year").fill("1700")
    page.get_by_role("button", name="Add the film").click()
    expect(page.get_by_role("main").get_by_text("between 1870")).to_be_visible()
    expect(field(page, "Year")).to_be_focused()
    shot(page, "refused-form")


def test_logging_out_in_one_tab_ends_the_other_and_leaves_who_is_elsewhere(logged_in: Callable[..., Page]):
    one = logged_in("Robin", "/movies")
    elsewhere = logged_in("Alfred", "/movies")
    other = one.context.new_page()
    other.goto("/books")
    expect(other.get_by_role("table")).to_be_visible()
    one.get_by_role("button", name="Robin").click()
    one.get_by_role("button", name="Log out").click()
    expect(other.get_by_role("main")).to_contain_text("You logged out", timeout=ENDS + PATIENCE)
    expect(other.get_by_role("table")).to_have_count(0)
    shot(other, "logged-out-elsewhere")
    expect(elsewhere.get_by_role("table")).to_be_visible()


def test_a_page_that_was_not_loaded_comes_by_itself_once_the_network_is_back(logged_in: Callable[..., Page]):
    page = logged_in("Robin", "/movies")
    expect(page.get_by_role("table")).to_be_visible()
    page.context.set_offline(True)
    page.get_by_role("link", name="How it works").click()
    expect(page.get_by_role("alert")).to_contain_text("It loads by itself")
    shot(page, "offline")
    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="How it works", level=1)).to_be_visible(timeout=30_000)


@pytest.mark.parametrize("width", [1440, 390])
def test_the_notice_of_tickets_covers_no_rows(logged_in: Callable[..., Page], site: Site, width: int):
    page = logged_in("Robin", "/books", viewport={"width": width, "height": 844})
    page.get_by_role("main").get_by_role("link").first.wait_for()
    site.manage("grant", "robin", "write:books")
    try:
        notice = page.get_by_role("complementary", name="Your tickets have changed")
        notice.wait_for()
        shot(page, f"notice-{width}")
        inner, around = notice.bounding_box(), page.get_by_role("main").bounding_box()
        assert inner
        assert around
        is_beside = inner["x"] + inner["width"] <= around["x"]
        is_above = inner["y"] + inner["height"] <= around["y"]
        assert is_beside or is_above
    finally:
        site.manage("withdraw", "robin", "write:books")
