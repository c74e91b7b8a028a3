"""The API docs log in with PKCE and the right audience, and "Try it out" gets real answers."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.pages import axe_violations, shot
from tests.e2e.test_accessibility import SCHEMES

pytestmark = [pytest.mark.e2e, pytest.mark.identity]


def click_card(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def authorize(page: Page, name: str, log_in: Callable[[Page, str], None] = click_card) -> None:
    page.goto("/api/docs/")
    # The document of the APIs is made when it is first asked for.
    with page.expect_popup(timeout=60_000) as popup:
        page.get_by_role("button", name="Log in to try").click(timeout=60_000)
    log_in(popup.value, name)
    expect(page.get_by_role("button", name="Log out", exact=True)).to_be_visible()


def try_out(page: Page, operation: str, **fields: str) -> str:
    """Return the status that an operation answers with."""
    block = page.locator(f"#operations-{operation}")
    block.locator(".opblock-summary-control").click()
    for name, value in fields.items():
        block.locator(f"tr[data-param-name={name}] input").fill(value)
    block.get_by_role("button", name="Execute").click()
    status = block.locator(".live-responses-table .response .response-col_status")
    expect(status).to_be_visible()
    return status.inner_text().split()[0]


def test_robin_lists_films_and_is_refused_to_delete_one(new_page: Callable[..., Page]):
    page = new_page(reduced_motion="reduce")  # Colours stand at once.
    authorize(page, "Robin")
    assert try_out(page, "movies-movies_list") == "200"
    assert try_out(page, "movies-movies_destroy", id="1") == "403"
    shot(page, "docs-robin")
    refusal = page.locator("#operations-movies-movies_destroy .live-responses-table")
    expect(refusal).to_contain_text("This action requires the permission 'delete:movies'.")
    # Opened and answered, one with parameters and one refused: all of the operations together take minutes.
    for colours in SCHEMES:
        page.emulate_media(color_scheme=colours)
        for operation in ("list", "destroy"):
            part = f"#operations-movies-movies_{operation}"
            assert axe_violations(page, colours == "dark", part) == [], colours


def test_the_example_of_a_create_is_accepted_as_it_stands(new_page: Callable[..., Page]):
    page = new_page()
    authorize(page, "Batman")
    assert try_out(page, "movies-movies_create") == "201"
    assert try_out(page, "books-books_create") == "201"
