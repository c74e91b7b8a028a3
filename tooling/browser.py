"""Find or install the browser of the end-to-end tests."""

import os
import shutil
import subprocess
from pathlib import Path

from tooling import install
from tooling.steps import Failed, step

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
MAC = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


def find() -> str | None:
    """Return the path of a usable browser, "" for Playwright's own, None when there is none."""
    given = os.environ.get("BROWSER_PATH")
    if given:
        if not Path(given).exists():
            raise Failed(f"BROWSER_PATH={given!r} does not exist.")
        return given
    if _playwright_has_one():
        return ""
    on_path = (shutil.which(name) for name in NAMES)
    return next((path for path in (*on_path, *MAC) if path and Path(path).exists()), None)


def ensure() -> None:
    """Make sure that there is a browser. Raises Failed with what to install."""
    if find() is not None:
        return
    with step("Fetch a browser for the end-to-end tests"):
        fetched = _playwright_fetches_one()
    if not fetched and os.geteuid() == 0 and shutil.which("apt-get"):
        install.apt_install("Install Chromium", "chromium")
    if find() is None:
        raise Failed(
            "The end-to-end tests need a browser. Install Chromium or Chrome, or set BROWSER_PATH to one."
        )


def environment() -> dict[str, str]:
    """Return what Playwright needs in the environment: the Node from .venv instead of its own."""
    return {"PLAYWRIGHT_NODEJS_PATH": str(install.node())}


def _playwright_has_one() -> bool:
    code = (
        "from pathlib import Path; from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as p: raise SystemExit(not Path(p.chromium.executable_path).exists())"
    )
    return _succeeds("-c", code)


def _playwright_fetches_one() -> bool:
    """Let Playwright download its Chromium; a closed network refuses, or never answers."""
    try:
        return _succeeds("-m", "playwright", "install", "chromium", timeout=300)
    except subprocess.TimeoutExpired:
        return False


def _succeeds(*arguments: str, timeout: float | None = None) -> bool:
    command, variables = [str(install.PYTHON), *arguments], {**os.environ, **environment()}
    done = subprocess.run(command, capture_output=True, check=False, timeout=timeout, env=variables)
    return done.returncode == 0
