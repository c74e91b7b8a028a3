"""Cookies between sites: what works when the browser blocks them, and what the app says when it does not.

``localhost`` and ``127.0.0.1`` are different sites to a browser, so an issuer on the one and an app on
the other meet as a tenant and an app do that share no domain.
"""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.pages import account_of
from tests.e2e.server import Site, free_port, running_site

pytestmark = [pytest.mark.e2e, pytest.mark.identity]


def test_the_browser_of_these_tests_sends_no_cookie_to_a_frame_of_another_site(new_page, frames_of):
    """So that every other test here shows what works without them."""
    page = new_page()
    page.goto(frames_of("127.0.0.1", "/set"))
    page.goto(frames_of("127.0.0.1", "/read"))
    expect(page.locator("body")).to_have_text("a=b")
    page.goto(frames_of("localhost", "/frame"))
    expect(page.frame_locator("iframe").locator("body")).to_have_text("none")


@pytest.fixture
def frames_of() -> Iterator[Callable[[str, str], str]]:
    """Serve a page that sets a cookie, one that shows it, and one that frames the latter from 127.0.0.1."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            if self.path == "/set":
                self.send_header("Set-Cookie", "a=b; SameSite=None; Secure; Path=/")
            self.end_headers()
            frame = f'<iframe src="http://127.0.0.1:{server.server_port}/read"></iframe>'
            self.wfile.write(
                (frame if self.path == "/frame" else self.headers.get("Cookie", "none")).encode()
            )

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield lambda host, path: f"http://{host}:{server.server_port}{path}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An issuer at 127.0.0.1; each strategy's audiences are known to it, whatever its own strategy is."""
    port = str(free_port())
    folder = tmp_path_factory.mktemp("issuer")
    strategy = "multi_resource_refresh_token"
    address = f"http://127.0.0.1:{port}"
    settings = {"PORT": port, "SITE_URL": address, "AUDIENCE_STRATEGY": strategy, "LOGIN_RATE": "0"}
    with running_site(folder, **settings) as running:
        yield running


@pytest.fixture
def app_at_another_site(issuer: Site, tmp_path: Path) -> Callable[..., object]:
    def serve(strategy: str):
        port = str(free_port())
        address = f"http://localhost:{port}"
        client = f"app-{port}"
        uris = ["--redirect-uri", f"{address}/callback", "--logout-uri", f"{address}/"]
        issuer.manage("client", "add", "--public", "--id", client, *uris)
        return running_site(
            tmp_path,
            PORT=port,
            SITE_URL=address,
            OIDC_ISSUER=f"{issuer.url}/",
            OIDC_CLIENT_ID=client,
            OIDC_FLAVOUR="auth0",
            AUDIENCE_STRATEGY=strategy,
        )

    return serve


def log_in_elsewhere(page: Page, issuer: Site, name: str) -> None:
    page.goto("/movies")
    page.get_by_role("button", name="Log in").first.click()
    page.get_by_role("button", name=name).click()


def test_an_app_at_another_site_works_where_no_frame_is_needed(new_page, issuer: Site, app_at_another_site):
    with app_at_another_site("multi_resource_refresh_token") as app:
        page = new_page(app.url)
        log_in_elsewhere(page, issuer, "Robin")
        # Without a directory the menu is put together from what every API answers to its own token.
        account_of(page, "Robin").wait_for(timeout=30_000)
        expect(page.get_by_role("table")).to_be_visible()
        menu = page.get_by_role("navigation", name="Main")
        menu.get_by_role("link", name="Books").click()
        expect(page.get_by_role("table")).to_be_visible()
        expect(page.get_by_role("link", name="Add a book")).to_have_count(0)


def test_an_app_at_another_site_says_why_it_gets_no_token_for_an_api(
    new_page, issuer: Site, app_at_another_site
):
    with app_at_another_site("per_api_tokens") as app:
        page = new_page(app.url)
        log_in_elsewhere(page, issuer, "Robin")
        said = page.get_by_role("dialog", name="The login server cannot see your login")
        expect(said).to_contain_text("for your browser these are two sites")
        expect(said).to_contain_text("multi_resource_refresh_token")
        said.get_by_role("button", name="Close").first.click()
        expect(said).to_have_count(0)
