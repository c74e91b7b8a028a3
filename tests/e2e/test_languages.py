"""A visit in German, from the door to a refusal, and the way to English and back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.e2e, pytest.mark.identity]


def test_who_asks_for_german_gets_it_on_every_page_and_programs_hear_english(new_page: Callable[..., Page]):
    page = new_page(locale="de-DE")
    page.goto("/movies")
    expect(page.locator("html")).to_have_attribute("lang", "de")
    page.get_by_role("button", name="Anmelden").first.click()
    page.get_by_role("button", name="Robin").wait_for()
    expect(page.locator("html")).to_have_attribute("lang", "de")
    page.get_by_role("button", name="Robin").click()
    expect(page.get_by_role("heading", level=1, name="Filme")).to_be_visible()
    page.goto("/people")
    expect(page.get_by_role("heading", name="Dafür braucht es das Ticket")).to_be_visible()
    refusal = page.request.get("/api/movies/", headers={"Accept-Language": "de"})
    assert (refusal.status, refusal.json()["code"]) == (401, "no_token")
    assert "token" in refusal.json()["detail"].lower()
    assert "Accept-Language" not in refusal.headers.get("vary", "")

    page.get_by_role("button", name="Ihr Konto").click()
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("heading", name="This needs the ticket")).to_be_visible()
