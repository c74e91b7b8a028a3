"""No page breaks a rule that axe knows, light and dark, wide and narrow."""

import itertools
from collections.abc import Callable, Iterator
from typing import Literal

import pytest
from playwright.sync_api import Page, ViewportSize

from tests.e2e.pages import axe_violations, shot

pytestmark = [pytest.mark.e2e, pytest.mark.identity]

WIDTHS: dict[str, ViewportSize] = {
    "desktop": {"width": 1440, "height": 900},
    "phone": {"width": 390, "height": 844},
}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
DRAWN = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
# The app hears of another scheme by an event, and colours may take a moment to turn.
SETTLED = """(scheme) =>
    [undefined, scheme].includes(document.documentElement.dataset.mantineColorScheme) &&
    document.getAnimations().every((animation) => animation.playState !== "running")
"""
# What is out of sight is not drawn, and keeps the colours of before until somebody scrolls there.
ALL_DRAWN = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("* { content-visibility: visible !important }");
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""
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


@pytest.mark.parametrize("name", PAGES)
def test_the_app_breaks_no_rule_and_fits_the_window(logged_in: Callable[..., Page], name: str):
    page = logged_in(name, reduced_motion="reduce")
    for path in PAGES[name]:
        page.goto(path)
        page.get_by_role("heading", level=1).wait_for()
        page.wait_for_load_state("networkidle")
        for look in looks(page):
            shot(page, f"{name}{path.replace('/', '-')}-{look}")
            assert axe_violations(page, is_dark(look)) == [], (path, look)
            fits = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            assert fits, f"{path} scrolls sideways, {look}"


def test_the_login_pages_break_no_rule(new_page: Callable[..., Page]):
    page = new_page(reduced_motion="reduce")
    page.goto("/")
    page.get_by_role("button", name="Log in").first.wait_for()
    breaks_no_rule(page, "landing")
    page.goto("/u/login/")
    breaks_no_rule(page, "login")
    page.get_by_role("button", name="Robin").click()
    for path in ("/u/password/change/", "/u/mfa/", "/u/sign-out-everywhere/"):
        page.goto(path)
        if "/u/reauthenticate/" in page.url:
            page.get_by_label("Password").fill("gotham-demo")
            page.get_by_role("button").last.click()
        breaks_no_rule(page, f"provider{path.replace('/', '-')}")


def test_the_docs_break_no_rule_fit_the_window_and_are_searched_without_a_script_in_the_page(
    new_page: Callable[..., Page],
):
    page = new_page(reduced_motion="reduce")
    for path in ("/docs/", "/docs/refused"):
        page.goto(path)
        breaks_no_rule(page, path.strip("/").replace("/", "-"))
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    page.get_by_label("Search the docs").fill("consent page")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="See a consent page in three commands").last.click()
    page.get_by_role("heading", name="See a consent page", level=1).wait_for()


# Of Django's own widgets in the admin's forms, which no stylesheet can name.
DJANGOS = {"aria-prohibited-attr", "label"}


def test_the_admin_and_the_pages_of_errors_break_no_rule(new_page: Callable[..., Page]):
    page = new_page(reduced_motion="reduce")
    for path in ("/u/nothing-here", "/authorize?client_id=nobodys"):
        page.goto(path)
        page.get_by_role("heading", level=1).wait_for()
        breaks_no_rule(page, "error")
    page.goto("/u/login/?next=/admin/")
    page.get_by_label("User name").fill("gordon")
    page.get_by_label("Password").fill("gotham-demo")
    page.get_by_role("button", name="Log in", exact=True).click()
    page.get_by_role("heading", name="Admin", level=1).wait_for()
    for path in ("", "auth/user/"):
        page.goto(f"/admin/{path}")
        for look in looks(page):
            shot(page, f"admin-{path.replace('/', '-')}{look}")
            found = [line for line in axe_violations(page) if line.partition(":")[0] not in DJANGOS]
            assert found == [], (path, look)


def breaks_no_rule(page: Page, name: str) -> None:
    for look in looks(page):
        shot(page, f"{name}-{look}")
        assert axe_violations(page, is_dark(look)) == [], (name, look)


def is_dark(look: str) -> bool:
    """Tell the looks whose colours alone differ from the one before, which was asked about all rules."""
    return look.endswith("-dark")


def looks(page: Page) -> Iterator[str]:
    """Show the page wide and narrow, light and dark, one after the other."""
    page.evaluate(ALL_DRAWN)
    for (width, size), scheme in itertools.product(WIDTHS.items(), SCHEMES):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        page.evaluate(DRAWN)
        page.wait_for_function(SETTLED, arg=scheme)
        yield f"{width}-{scheme}"
