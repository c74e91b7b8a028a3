"""What each of the four people sees and may do, in a real browser against a running site."""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Request, expect

from tests.e2e.pages import account_of, log_in
from tests.e2e.server import Site, running_site

pytestmark = [pytest.mark.e2e, pytest.mark.identity]

MENUS = {
    "Batman": [
        "Movies",
        "Books",
        "People",
        "Roles",
        "Access map",
        "Audit trail",
        "My access",
        "How it works",
        "API docs",
        "Documentation",
    ],
    "Robin": ["Movies", "Books", "My access", "How it works", "API docs", "Documentation"],
    "Alfred": ["Movies", "Books", "My access", "How it works", "API docs", "Documentation"],
    "Joker": ["My access", "How it works", "API docs", "Documentation"],
}


@pytest.mark.parametrize("name", MENUS)
def test_the_menu_holds_what_the_person_may_open(page: Page, name: str):
    log_in(page, name)
    places = page.get_by_role("navigation", name="Main").get_by_role("link")
    expect(places).to_have_text([re.compile(label) for label in MENUS[name]])


def test_joker_is_told_kindly_and_knows_whom_to_ask(logged_in: Callable[..., Page]):
    page = logged_in("Joker")
    expect(page.get_by_role("main")).to_contain_text("Batman")
    page.goto("/movies")
    expect(page.get_by_role("main")).to_contain_text("list:movies")
    expect(page.get_by_role("main")).to_contain_text("Batman")


@pytest.mark.parametrize(
    ("path", "missing"), [("/movies/new", "write:movies"), ("/books/new", "write:books")]
)
def test_robin_reads_which_permission_a_page_needs(logged_in: Callable[..., Page], path: str, missing: str):
    page = logged_in("Robin")
    page.goto(path)
    expect(page.get_by_role("main")).to_contain_text(missing)
    expect(page.get_by_role("textbox", name="Title")).to_have_count(0)


@pytest.mark.parametrize(("name", "films", "books"), [("Batman", 1, 1), ("Robin", 0, 0), ("Alfred", 0, 1)])
def test_adding_is_offered_only_to_those_who_may(
    logged_in: Callable[..., Page], name: str, films: int, books: int
):
    page = logged_in(name, "/movies")
    expect(page.get_by_role("table").or_(page.get_by_role("list")).first).to_be_visible()
    expect(page.get_by_role("link", name="Add a film")).to_have_count(films)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Books").click()
    expect(page.get_by_role("heading", name="Books")).to_be_visible()
    expect(page.get_by_role("link", name="Add a book")).to_have_count(books)


def test_robin_sees_a_film_without_the_buttons_to_change_it(logged_in: Callable[..., Page]):
    page = logged_in("Robin", "/movies")
    page.get_by_role("table").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("link", name="Edit")).to_have_count(0)
    expect(page.get_by_role("button", name="Delete")).to_have_count(0)


def test_alfred_adds_a_book_and_may_not_change_it(logged_in: Callable[..., Page]):
    page = logged_in("Alfred", "/books/new")
    page.get_by_role("textbox", name="Title").fill("How to keep a secret")
    page.get_by_role("combobox", name="Authors").fill("Alfred Pennyworth")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Add the book").click()
    expect(page.get_by_role("heading", name="How to keep a secret")).to_be_visible()
    expect(page.get_by_role("link", name="Edit")).to_have_count(0)


def test_batman_adds_changes_and_deletes_a_film(logged_in: Callable[..., Page]):
    page = logged_in("Batman", "/movies/new")
    page.get_by_role("textbox", name="Title").fill("The Night Shift")
    page.get_by_role("textbox", name="Year", exact=True).fill("1700")
    page.get_by_role("button", name="Add the film").click()
    expect(page.get_by_role("main")).to_contain_text("1870")  # the API's own sentence, at the field
    page.get_by_role("textbox", name="Year", exact=True).fill("1999")
    page.get_by_role("button", name="Add the film").click()
    expect(page.get_by_role("heading", name="The Night Shift")).to_be_visible()
    page.get_by_role("link", name="Edit").click()
    page.get_by_role("textbox", name="Title").fill("The Late Night Shift")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="The Late Night Shift")).to_be_visible()
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_role("heading", name="Movies")).to_be_visible()
    expect(page.get_by_text("“The Late Night Shift” is deleted.").first).to_be_visible(timeout=15_000)
    page.get_by_label("Search titles and names").fill("The Late Night Shift")
    expect(page.get_by_role("main")).to_contain_text(re.compile("no film", re.IGNORECASE))


def test_a_reload_keeps_the_person_logged_in_without_a_page_of_the_provider(page: Page):
    log_in(page, "Robin", "/books")
    shown: list[str] = []
    page.on("framenavigated", lambda frame: shown.append(frame.url) if frame == page.main_frame else None)
    page.reload()
    expect(account_of(page, "Robin")).to_be_visible()
    assert not [url for url in shown if "/u/" in url or "/authorize" in url]
    assert (
        page.evaluate("Object.keys(localStorage).concat(Object.keys(sessionStorage)).join()").find("token")
        < 0
    )


def test_after_logout_the_next_person_sees_nothing_of_the_one_before(page: Page, site: Site):
    log_in(page, "Batman", "/movies")
    expect(page.get_by_role("link", name="Add a film")).to_be_visible()
    log_out(page, "Batman")
    page.goto("/movies")
    expect(page.get_by_role("button", name="Log in").first).to_be_visible()
    # The door names Batman as whom to ask, to everybody.
    expect(page.get_by_role("banner")).not_to_contain_text("Batman")
    expect(page.get_by_role("main")).not_to_contain_text("Managers")
    log_in(page, "Robin", "/movies")
    expect(account_of(page, "Robin")).to_be_visible()
    expect(page.get_by_role("link", name="Add a film")).to_have_count(0)
    expect(page.get_by_text("Batman")).to_have_count(0)


def test_logout_ends_the_session_at_the_provider_too(page: Page, site: Site):
    log_in(page, "Alfred")
    log_out(page, "Alfred")
    page.get_by_role("button", name="Log in").first.click()
    expect(page.get_by_label("Password")).to_be_visible()
    assert page.url.startswith(f"{site.url}/u/login/")


def test_a_token_renewed_meanwhile_loses_no_text_and_is_renewed_once_in_its_life(
    new_page: Callable[..., Page], tmp_path_factory: pytest.TempPathFactory
):
    with running_site(tmp_path_factory.mktemp("short"), ACCESS_TOKEN_SECONDS="5", LOGIN_RATE="0") as short:
        page = new_page(short.url)
        log_in(page, "Batman", "/movies/new")
        page.get_by_role("textbox", name="Title").fill("Half a title")
        asked: list[str] = []
        page.on("request", lambda request: asked.append(silent(request)))
        page.wait_for_timeout(6_000)  # the token expires, and the open tab goes on asking
        page.get_by_role("textbox", name="Year", exact=True).fill("2001")
        expect(page.get_by_role("textbox", name="Title")).to_have_value("Half a title")
        page.get_by_role("button", name="Add the film").click()
        expect(page.get_by_role("heading", name="Half a title")).to_be_visible()
        time.sleep(0.5)
        renewals = [kind for kind in asked if kind]
        # Each is one frame and one token, and there is one in a token's life, however many wait for it.
        assert renewals in (["authorize", "token"] * number for number in (1, 2, 3))


def silent(request: Request) -> str:
    """Name a request that belongs to a renewal, "" for every other."""
    if "/authorize?" in request.url and "prompt=none" in request.url:
        return "authorize"
    return "token" if request.url.endswith("/oauth/token") and request.method == "POST" else ""


def log_out(page: Page, name: str) -> None:
    account_of(page, name).click()
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("button", name="Log in").first).to_be_visible()
