"""No page breaks a rule that axe knows, light and dark, wide and narrow."""

import itertools
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.e2e.pages import axe_violations, log_in, shot

pytestmark = [pytest.mark.e2e, pytest.mark.identity]

WIDTHS = {"desktop": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
LOOKS = list(itertools.product(WIDTHS, ["light", "dark"]))
PAGES = {
    "Batman": [
        "/",
        "/movies",
        "/movies/1",
        "/movies/1/edit",
        "/movies/new",
        "/books",
        "/books/new",
        "/access",
        "/how",
        "/people",
        "/people/new",
        "/people/usher%7C2",
        "/roles",
        "/roles/new",
        "/map",
        "/audit",
    ],
    "Robin": ["/", "/movies", "/movies/new", "/books/1", "/access", "/people"],
    "Alfred": ["/books", "/access"],
    "Joker": ["/", "/movies", "/access", "/how", "/no-such-page"],
}


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
@pytest.mark.parametrize("name", PAGES)
def test_the_app_breaks_no_rule_and_fits_the_window(
    new_page: Callable[..., Page], name: str, width: str, scheme: str
):
    page = new_page(viewport=WIDTHS[width], color_scheme=scheme)
    log_in(page, name)
    for path in PAGES[name]:
        page.goto(path)
        page.get_by_role("heading", level=1).wait_for()
        page.wait_for_load_state("networkidle")
        shot(page, f"{name}{path.replace('/', '-')}-{width}-{scheme}")
        assert axe_violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} scrolls sideways"


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_the_login_pages_break_no_rule(new_page: Callable[..., Page], width: str, scheme: str):
    page = new_page(viewport=WIDTHS[width], color_scheme=scheme)
    page.goto("/")
    page.get_by_role("button", name="Log in").first.wait_for()
    assert axe_violations(page) == []
    shot(page, f"landing-{width}-{scheme}")
    page.goto("/u/login/")
    shot(page, f"login-{width}-{scheme}")
    assert axe_violations(page) == []
    page.get_by_role("button", name="Robin").click()
    for path in ("/u/password/change/", "/u/mfa/", "/u/sign-out-everywhere/"):
        page.goto(path)
        if "/u/reauthenticate/" in page.url:
            page.get_by_label("Password").fill("gotham-demo")
            page.get_by_role("button").last.click()
        shot(page, f"provider{path.replace('/', '-')}{width}-{scheme}")
        assert axe_violations(page) == [], path
