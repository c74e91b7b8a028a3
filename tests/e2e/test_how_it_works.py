"""The page that explains the site really makes the mistakes it speaks of, and harms nothing by it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = [pytest.mark.e2e, pytest.mark.identity]

REFUSALS = {
    "Asking for no audience": "This token names no API; ask with audience=https://api.usher.example/",
    "Sending the ID token": "This is an ID token; send the access token.",
    "Sending the token of another API": "This token is for another API;",
    "Writing a role into a token": "The token's signature is wrong.",
    "Asking without the permission": "This action requires the permission 'write:movies'.",
}


@pytest.fixture
def how(logged_in: Callable[..., Page]) -> Page:
    return logged_in("Robin", "/how")


def card(page: Page, title: str) -> Locator:
    return page.locator("[data-tone]").filter(has=page.get_by_role("heading", name=title))


def test_each_mistake_is_answered_in_the_words_of_the_api(how: Page):
    for title, refusal in REFUSALS.items():
        card(how, title).get_by_role("button", name="Try it").click()
        expect(card(how, title)).to_contain_text(refusal)
    # Three parts with dots between them would be a whole token.
    assert not re.search(r"eyJ[\w-]{20,}\.", how.get_by_role("main").inner_text())


def test_the_session_goes_on_after_a_mistake(how: Page):
    card(how, "Asking for no audience").get_by_role("button", name="Try it").click()
    expect(card(how, "Asking for no audience")).to_contain_text("401")
    how.get_by_role("navigation", name="Main").get_by_role("link", name="Movies").click()
    expect(how.get_by_role("table")).to_be_visible()


def test_joker_measures_how_long_a_refusal_takes(logged_in: Callable[..., Page]):
    page = logged_in("Joker", "/how")
    page.get_by_role("button", name="Measure it here").click()
    expect(page.get_by_role("main")).to_contain_text("/api/movies/ answered 403 after 1 request")


def test_an_injected_script_gets_tokens_where_the_page_has_them(how: Page):
    how.get_by_role("button", name="Let the script run").click()
    expect(how.get_by_role("button", name="Let the script run again")).to_be_visible(timeout=30_000)
    script = how.locator("#script")
    expect(script).to_contain_text(re.compile(r"It got [3-9] tokens\."))
    assert not re.search(r"eyJ[\w-]{20,}", script.inner_text())


def test_a_word_has_an_address(how: Page):
    how.goto("/how#permission")
    how.reload()
    expect(how.locator("#permission")).to_be_in_viewport()
