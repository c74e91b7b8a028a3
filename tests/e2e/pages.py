"""What the end-to-end tests do on a page: log in, ask axe, take a picture."""

import os
import re
from pathlib import Path

from playwright.sync_api import Locator, Page

from tests.e2e.server import ROOT

AXE = ROOT / "tests" / "clients" / "node_modules" / "axe-core" / "axe.min.js"


def log_in(page: Page, name: str, to: str = "/") -> Page:
    """Log in through the site's own login page, by the demo card of this person."""
    page.goto(to)
    page.get_by_role("button", name="Log in").first.click()
    page.get_by_role("button", name=name).click()
    account_of(page, name).wait_for()
    return page


def account_of(page: Page, name: str) -> Locator:
    """Return the button of the person who is logged in, with their name and roles."""
    return page.get_by_role("button", name=re.compile(f"{name}.*your account"))


def axe_violations(page: Page, colours_only: bool = False, within: str = "html") -> list[str]:
    """Return what axe finds wrong on the page as it stands, or in a part of it, one line each."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    rules = {"runOnly": ["color-contrast", "link-in-text-block"]} if colours_only else {}
    found = page.evaluate(
        "([part, options]) => axe.run(part, options)",
        [within, {"resultTypes": ["violations"], **rules}],
    )
    return [
        f"{violation['id']}: {violation['help']} ({violation['nodes'][0]['target']})"
        for violation in found["violations"]
    ]


def shot(page: Page, name: str) -> None:
    """Keep a picture when SHOTS names a folder."""
    folder = os.environ.get("SHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
