"""A browser, a running site, and pages that fail their test when the browser complains."""

import os
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    StorageState,
    sync_playwright,
)

from tests.e2e.browsers import launched
from tests.e2e.pages import account_of, log_in
from tests.e2e.server import Site, running_site

PATIENCE = 10_000  # milliseconds


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright runs a loop in this thread.
    with sync_playwright() as playwright, launched(playwright) as running:
        yield running


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo, as ./run demo serves it, with a limit on logins that a test run does not hit."""
    with running_site(tmp_path_factory.mktemp("site"), LOGIN_RATE="1000/m") as running:
        yield running


@pytest.fixture
def new_page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """Return a maker of pages in a browser profile of their own, at the demo where no site is named.

    At the end the test fails for whatever a page reported: a breach of the content security
    policy, an exception in a script, an error in the console that the test did not expect.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def make(at: str = "", **options: Any) -> Page:
        at = at or request.getfixturevalue("site").url  # It takes a while to start.
        context = browser.new_context(base_url=at, **{"viewport": {"width": 1440, "height": 900}, **options})
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"exception: {error}"))
        page.on("console", lambda message: complaints.extend(complaint_in(message)))
        return page

    yield make
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    return new_page()


@pytest.fixture(scope="session")
def sessions() -> dict[tuple[str, str], StorageState]:
    """The last session of each site and person."""
    return {}


@pytest.fixture
def logged_in(new_page: Callable[..., Page], sessions: Any) -> Callable[..., Page]:
    """Return a maker of pages on which somebody is logged in, by the session of a former test if it lasts."""

    def make(name: str, to: str = "/", at: str = "", **options: Any) -> Page:
        page = new_page(at, storage_state=sessions.get((at, name)), **options)
        page.goto(to)
        # Not the button that stands there while it is asked, and goes where the session lasts.
        account, door = account_of(page, name), page.get_by_role("button", name="Log in").first
        asked = page.get_by_role("main", name="Looking for your session")
        account.or_(door).first.wait_for()
        asked.wait_for(state="detached")
        account.or_(door).first.wait_for()
        if not account.is_visible():
            log_in(page, name, to)
            sessions[at, name] = page.context.storage_state()
        return page

    return make


def complaint_in(message: ConsoleMessage) -> list[str]:
    """Return what a console message complains of; an answer with a status is the test's own matter."""
    if message.type != "error" or "the server responded with a status of" in message.text:
        return []
    if "net::ERR_" in message.text:
        return []  # Posters lie on other sites, and the tests have no internet.
    if re.search("Unable to preload CSS|Failed to fetch dynamically imported module", message.text):
        return []  # The network was off; the page says so itself, and the test looks for it.
    return [message.text]
