"""A browser, a running site, and pages that fail their test when the browser complains."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.e2e.server import ROOT, Site, running_site
from tooling import browser as browsers

AXE = ROOT / "tests" / "clients" / "node_modules" / "axe-core" / "axe.min.js"
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright runs a loop in this thread.
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=browsers.find() or None, args=flags)
        yield running
        running.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo, as ./run demo serves it, with a limit on logins that a test run does not hit."""
    with running_site(tmp_path_factory.mktemp("site"), LOGIN_RATE="1000/m") as running:
        yield running


@pytest.fixture
def new_page(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """Return a maker of pages in a browser profile of their own.

    At the end the test fails for whatever a page reported: a breach of the content security
    policy, an exception in a script, an error in the console that the test did not expect.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def make(at: str = site.url, **options: object) -> Page:
        context = browser.new_context(base_url=at, **{"viewport": {"width": 1440, "height": 900}, **options})
        contexts.append(context)
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


def complaint_in(message: ConsoleMessage) -> list[str]:
    """Return what a console message complains of; an answer with a status is the test's own matter."""
    if message.type != "error" or "the server responded with a status of" in message.text:
        return []
    if "net::ERR_" in message.text:
        return []  # Posters lie on other sites, and the tests have no internet.
    return [message.text]


def log_in(page: Page, name: str, to: str = "/") -> Page:
    """Log in through the site's own login page, by the demo card of this person."""
    page.goto(to)
    page.get_by_role("button", name="Log in").first.click()
    page.get_by_role("button", name=name).click()
    page.get_by_role("navigation").first.wait_for()
    return page


def axe_violations(page: Page) -> list[str]:
    """Return what axe finds wrong on the page as it stands, one line each."""
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{violation['id']}: {violation['help']} ({violation['nodes'][0]['target']})"
        for violation in found["violations"]
    ]


def shot(page: Page, name: str) -> None:
    """Keep a picture when SHOTS names a folder."""
    folder = os.environ.get("SHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
