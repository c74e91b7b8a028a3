"""examples/vue: another front end, at an origin of its own, by the steps of its README."""

import os
import shlex
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.server import Site
from tooling import install
from tooling.suite import VUE_EXAMPLE

PATIENCE = 20_000  # milliseconds: the suite's other processes share the machine

pytestmark = [pytest.mark.e2e, pytest.mark.identity, pytest.mark.usefixtures("vue_example")]


@pytest.fixture
def vue_example() -> None:
    """Say that a test needs the packages of examples/vue, which are installed before the first test."""


@pytest.fixture
def origin(tmp_path: Path) -> Iterator[str]:
    """Serve the folder that the app will be built into, and yield the origin that makes."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path / "dist"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()


def readme_command(origin: str) -> list[str]:
    """Return the arguments by which the README registers the app, for its origin here."""
    lines = (VUE_EXAMPLE / "README.md").read_text().splitlines()
    (line,) = (line for line in lines if line.startswith("./run client add"))
    return shlex.split(line.replace("http://localhost:5173", origin))[1:]


def build(site: Site, folder: Path) -> None:
    settings = {"VITE_ISSUER": site.url, "VITE_API": site.url}
    subprocess.run(
        [install.node(), "node_modules/vite/bin/vite.js", "build", "--outDir", folder, "--logLevel", "error"],
        cwd=VUE_EXAMPLE,
        env={**os.environ, **settings},
        check=True,
    )


def test_the_menu_of_a_vue_app_follows_what_somebody_may(page: Page, site: Site, origin: str, tmp_path: Path):
    build(site, tmp_path / "dist")
    site.manage(*readme_command(origin))
    page.goto(origin)
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("button", name="Robin").click()
    menu = page.get_by_role("navigation", name="Main")
    expect(menu.get_by_role("link")).to_have_text(["Movies", "Books"], timeout=PATIENCE)
    menu.get_by_role("link", name="Movies").click()
    expect(page.get_by_role("listitem")).to_have_count(25, timeout=PATIENCE)

    page.goto(f"{origin}/#users")
    page.reload()  # The login holds, though no token was kept.
    refusal = page.get_by_role("alert")
    expect(refusal).to_have_text("This action requires the permission 'list:users'.", timeout=PATIENCE)
    site.manage("grant", "robin", "list:users")
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(menu.get_by_role("link")).to_have_text(["Movies", "Books", "People"], timeout=PATIENCE)
    expect(page.get_by_role("listitem").filter(has_text="Batman")).to_be_visible(timeout=PATIENCE)
    expect(refusal).to_have_count(0)

    site.manage("withdraw", "robin", "list:users")
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("button", name="Log in")).to_be_visible(timeout=PATIENCE)
    page.reload()
    expect(page.get_by_role("button", name="Log in")).to_be_visible(timeout=PATIENCE)
