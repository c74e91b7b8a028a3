"""The backend for the frontend at an issuer that it knows by settings alone: a tenant's, and one not ours."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PATIENCE
from tests.e2e.foreign_issuer import MACHINE_SECRET, SERVER, ForeignIssuer, foreign_issuer
from tests.e2e.pages import account_of
from tests.e2e.server import free_port, running_site
from tests.e2e.tenant import Pair, tenant_and_site
from tests.e2e.test_other_issuers import menu_of

pytestmark = [pytest.mark.e2e, pytest.mark.identity]

FOLLOWS = 8_000  # milliseconds until an open tab is told what was said at the issuer, on a busy machine


@pytest.fixture(scope="module", params=["tenant", "oidc-provider"])
def place(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Pair | ForeignIssuer]]:
    """Run a site and its issuer. Gives the address of the one, and the other."""
    folder: Path = tmp_path_factory.mktemp(request.param)
    with ExitStack() as running:
        if request.param == "tenant":
            pair = running.enter_context(tenant_and_site(folder, AUDIENCE_STRATEGY="backend_for_frontend"))
            yield pair.site.url, pair
        else:
            port = free_port()
            url = f"http://localhost:{port}"
            told = f"{url}/bff/backchannel-logout"
            issuer = running.enter_context(foreign_issuer(url, told_of_logouts=told))
            client = {"BFF_CLIENT_ID": SERVER, "BFF_CLIENT_SECRET": MACHINE_SECRET}
            settings = {**issuer.settings, **client, "AUDIENCE_STRATEGY": "backend_for_frontend"}
            site = running.enter_context(running_site(folder, PORT=str(port), **settings))
            yield site.url, issuer


@pytest.fixture
def arrive(new_page: Callable[..., Page], place) -> Callable[[str], Page]:
    """Return a maker of pages on which somebody has just logged in."""
    url, issuer = place

    def make(name: str, to: str) -> Page:
        page = new_page(url)
        page.goto(to)
        page.get_by_role("button", name="Log in").first.click()
        issuer.log_in(page, name)
        account_of(page, name).wait_for()
        return page

    return make


def test_robin_reads_both_lists_by_tokens_of_their_own_and_logs_out_of_both(arrive, place):
    url, issuer = place
    page = arrive("Robin", "/movies")
    page.get_by_role("table").wait_for()
    menu_of(page).filter(has_text="Books").click()
    expect(page.get_by_role("heading", name="Books", exact=True, level=1)).to_be_visible()
    page.get_by_role("table").wait_for()
    expect(page.get_by_role("link", name="Add a book")).to_have_count(0)
    session, refused = page.evaluate(ASK)
    assert {token["audience"] for token in session["tokens"]} >= {
        f"https://{name}.usher.example/" for name in ("api", "movies", "books")
    }
    assert (refused[0], "write:books" in refused[1]) == (403, True)
    page.reload()
    page.get_by_role("table").wait_for()

    account_of(page, "Robin").click()
    page.get_by_role("button", name="Log out").click()
    if isinstance(issuer, ForeignIssuer):
        page.get_by_role("button", name="Log out").click()  # It asks.
    expect(page.get_by_role("button", name="Log in").first).to_be_visible(timeout=PATIENCE)
    assert page.url == f"{url}/"
    page.get_by_role("button", name="Log in").first.click()
    expect(page.get_by_label("Password")).to_be_visible()
    assert page.url.startswith(issuer.url)


ASK = """async () => {
  const session = await (await fetch("/bff/session", { headers: { "X-Usher": "1" } })).json();
  const headers = { "X-Usher": session.handle, "Content-Type": "application/json" };
  const refused = await fetch("/bff/api/books/", { method: "POST", headers, body: "{}" });
  return [session, [refused.status, await refused.text()]];
}"""


def test_who_logs_out_at_the_issuer_is_logged_out_here(arrive, place):
    _, issuer = place
    page = arrive("Alfred", "/books/new")
    page.get_by_role("textbox", name="Title", exact=True).fill("Half a title")
    there = page.context.new_page()
    there.goto(f"{issuer.url}{'/session/end' if isinstance(issuer, ForeignIssuer) else '/oidc/logout'}")
    there.get_by_role("button", name="Log out").click()
    there.wait_for_load_state("networkidle")
    if isinstance(issuer, ForeignIssuer):
        # Nobody here knows of its roles, so that an open tab does not ask for news.
        page.get_by_role("combobox", name="Authors").fill("Alfred Pennyworth")
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Add the book").click()
    expect(page.get_by_role("dialog")).to_contain_text("Log in again", timeout=FOLLOWS)
    expect(page.get_by_role("textbox", name="Title", exact=True)).to_have_value("Half a title")
