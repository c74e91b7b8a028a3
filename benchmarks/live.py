"""How soon a change of rights acts.

Run: ./run bench live. Another process than the one that serves gives Robin ``write:books`` and takes
it back, over and over, and says when each change was saved. Measured from there: until the API
refuses or allows with the token he has (PERMISSION_SOURCE live, and hybrid for what is taken), and
until the button "Add a book" comes and goes in his open tab (hybrid, the default: for what is given
the tab fetches a new token by itself).
"""

import statistics
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import requests
from playwright.sync_api import Page, sync_playwright

from tests.e2e.browsers import launched
from tests.e2e.changer import Changer, changer_of
from tests.e2e.pages import log_in
from tests.e2e.server import Site, running_site

CHANGES = 100  # each way
CHANGES_OF = {"grant": "grant(robin, 'write:books')", "withdraw": "withdraw(robin, 'write:books')"}
SETTINGS = {"LOGIN_RATE": "0", "WORKERS": "1"}


def at_the_api(site: Site, changer: Changer, seen: dict[str, list[float]]) -> None:
    """Ask with Robin's token all the time; note how long after each change the answer follows."""
    changer.make(CHANGES_OF["grant"])
    token = site.manage("token", "robin", "--lifetime", "3600")
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {token}"

    def allowed() -> bool:
        # An empty book is past the guard when it is told to be empty.
        return bool(session.post(f"{site.url}/api/books/", json={}).status_code == requests.codes.bad_request)

    for _ in range(CHANGES):
        for change, wanted in (("withdraw", False), ("grant", True)):
            saved = changer.make(CHANGES_OF[change])
            while allowed() != wanted:
                time.sleep(0.005)
            seen[change].append(time.time() - saved)
            time.sleep(0.05)


def in_an_open_tab(page: Page, changer: Changer, seen: dict[str, list[float]]) -> None:
    button = page.get_by_role("link", name="Add a book")
    page.goto("/books")
    page.get_by_role("table").wait_for()
    for _ in range(CHANGES):
        for change, state in (("grant", "visible"), ("withdraw", "detached")):
            saved = changer.make(CHANGES_OF[change])
            button.wait_for(state=state)  # type: ignore[arg-type]  # one of Playwright's words
            seen[change].append(time.time() - saved)


def show(title: str, seen: dict[str, list[float]]) -> None:
    print(f"\n{title}")
    for change, seconds in seen.items():
        if seconds:
            p50, p99 = (statistics.quantiles(seconds, n=100)[cut] for cut in (49, 98))
            print(
                f"  {change:<9} p50 {p50 * 1000:7.0f} ms   p99 {p99 * 1000:7.0f} ms"
                f"   max {max(seconds) * 1000:7.0f} ms   of {len(seconds)}"
            )


def measure(stack: ExitStack) -> None:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="usher-bench-")))

    def site(name: str, **more: str) -> Site:
        (folder / name).mkdir()
        return stack.enter_context(running_site(folder / name, **SETTINGS, **more))

    for source in ("live", "hybrid"):
        at = site(source, PERMISSION_SOURCE=source, API_RATE="0")
        with changer_of(at) as changer:
            seen: dict[str, list[float]] = {"withdraw": [], "grant": []}
            at_the_api(at, changer, seen)
            show(f"Until the API follows, PERMISSION_SOURCE={source}", seen)
    at = site("tab")
    browser = stack.enter_context(launched(stack.enter_context(sync_playwright())))
    page = log_in(browser.new_context(base_url=at.url).new_page(), "Robin")
    with changer_of(at) as changer:
        seen = {"grant": [], "withdraw": []}
        in_an_open_tab(page, changer, seen)
        show("Until the button comes and goes in an open tab, PERMISSION_SOURCE=hybrid", seen)


if __name__ == "__main__":
    with ExitStack() as everything:
        measure(everything)
