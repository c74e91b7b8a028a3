"""Launch the browser of this machine."""

import os

from playwright.sync_api import Browser, Playwright

from tooling import browser

FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def launched(playwright: Playwright) -> Browser:
    """Launch it; its contexts are private windows, which send no cookie of another site to a frame."""
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    return playwright.chromium.launch(executable_path=browser.find() or None, args=flags)
