"""How soon a change of rights acts, and what open tabs cost that wait for one.

Run: ./run bench live. Another process than the one that serves gives Robin ``write:books`` and takes
it back, over and over, and says when each change was saved. Measured from there: until the API
refuses or allows with the token he has (PERMISSION_SOURCE live, and hybrid for what is taken), and
until the button "Add a book" comes and goes in his open tab (hybrid, the default: for what is given
the tab fetches a new token by itself). Then a thousand open tabs of a thousand people ask one
process, as the app does: those in front every second, the others every 15. At last a list is read, by
one person again and again and by each of the thousand in turn, whom no process has asked about of
late. The people's tokens say what those say that the app's own client gets by login.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import requests
from playwright.sync_api import Page, sync_playwright
from requests.adapters import HTTPAdapter, Retry

from benchmarks._cpu import cpu_seconds
from tests.e2e.browsers import launched
from tests.e2e.changer import Changer, changer_of
from tests.e2e.pages import log_in
from tests.e2e.server import ROOT, Site, running_site

CHANGES = 100  # each way
TABS = 1000
FOCUSED = 50  # tabs in front; one in twenty
SECONDS = 45
CHANGES_OF = {"grant": "grant(robin, 'write:books')", "withdraw": "withdraw(robin, 'write:books')"}
SETTINGS = {"LOGIN_RATE": "0", "WORKERS": "1"}

PEOPLE = """
import sys
from datetime import datetime, timezone
from django.contrib.auth.models import Group, User
from directory.effective_permissions import effective_permissions
from directory.subjects import subject_of
from identity.token.token_claims import mint_access_token
from permissions_api.conf import conf
employees = Group.objects.get(name="Employees")
for number in range(int(sys.stdin.read())):
    user = User.objects.create(username=f"tab{number}")
    user.groups.add(employees)
    print(mint_access_token(subject=subject_of(user), client_id=conf.CLIENT_ID,
        audience=conf.AUDIENCE, held=effective_permissions(user),
        scopes=["openid", "profile", "email", "offline_access"], auth_time=datetime.now(timezone.utc)))
"""

# Counted in a process of its own on the same database: what a tab's question asks of it.
QUERIES = """
import sys
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
tab = Client(headers={"host": settings.SITE.netloc, "authorization": f"Bearer {sys.stdin.read()}"})
etag = tab.get("/me/permissions").headers["ETag"]
with CaptureQueriesContext(connection) as queries:
    assert tab.get("/me/permissions", headers={"if-none-match": etag}).status_code == 304
print(len(queries))
"""


def shell(site: Site, program: str, told: str) -> str:
    """Run a program in a shell of the site and return what it printed."""
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", program],
        cwd=ROOT,
        env=site.environment,
        input=told,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


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


def open_tabs(site: Site, tokens: list[str]) -> None:
    """Let a thousand tabs ask for a while, and print what it took."""
    queries = int(shell(site, QUERIES, tokens[0]))
    tabs = [Tab(site, token, 1.0 if number < FOCUSED else 15.0) for number, token in enumerate(tokens)]
    assert len(tabs) == TABS
    for tab in tabs:
        tab.ask()
    spent, began = cpu_seconds(site), time.monotonic()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(run, [tabs[part::8] for part in range(8)], [began + SECONDS] * 8))
    elapsed, spent = time.monotonic() - began, cpu_seconds(site) - spent
    asked = sum(tab.asked for tab in tabs) - TABS
    changed = sum(tab.changed for tab in tabs) - TABS
    waits = sorted(wait for tab in tabs for wait in tab.waits)
    print(f"\n{TABS} open tabs of {TABS} people on one process, {FOCUSED} of them in front, {elapsed:.0f} s")
    print(f"  {asked / elapsed:.0f} requests/s, {asked - changed} of {asked} answered 304")
    print(f"  {spent / elapsed:.2f} cores, {spent / asked * 1000:.2f} ms of CPU a request")
    print(f"  database queries: {queries} a request, {queries * asked / elapsed:.0f}/s")
    p50, p99 = waits[len(waits) // 2], waits[len(waits) * 99 // 100]
    print(f"  answered within p50 {p50 * 1000:.0f} ms, p99 {p99 * 1000:.0f} ms")
    print("  of API_RATE=1200/m a tab in front takes 60/m, one in the background 4/m")


def lists(site: Site, tokens: list[str]) -> None:
    """Print what a list costs whom it asked about a moment ago, and whom it did not.

    A thousand lists take longer than an answer of the directory is kept, so that each person who
    comes in turn is asked about anew.
    """
    session = requests.Session()
    print(f"\n{len(tokens)} lists of films, one after the other")
    for who, asked in (("one person", tokens[:1] * len(tokens)), ("each person once", tokens)):
        spent = cpu_seconds(site)
        for token in asked:
            answer = session.get(f"{site.url}/api/movies/", headers={"Authorization": f"Bearer {token}"})
            assert answer.status_code == requests.codes.ok, answer.text
        spent = cpu_seconds(site) - spent
        print(f"  {who:<17} {spent / len(asked) * 1000:.2f} ms of CPU a list")


class Tab:
    """One open tab: asks for its permissions, with the ETag it has."""

    def __init__(self, site: Site, token: str, period: float) -> None:
        self.session = requests.Session()
        # As a browser does when the server closed a connection that was idle for long.
        self.session.mount("http://", HTTPAdapter(max_retries=Retry(connect=2, read=2)))
        self.session.headers["Authorization"] = f"Bearer {token}"
        self.url, self.period = f"{site.url}/me/permissions", period
        self.due = time.monotonic()
        self.asked = self.changed = 0
        self.waits: list[float] = []

    def ask(self) -> None:
        began = time.monotonic()
        answer = self.session.get(self.url)
        self.waits.append(time.monotonic() - began)
        assert answer.status_code in (200, 304), answer.text
        self.asked += 1
        self.changed += answer.status_code == requests.codes.ok
        self.session.headers["If-None-Match"] = answer.headers["ETag"]
        self.due += self.period


def run(tabs: list[Tab], until: float) -> None:
    now = time.monotonic()
    for number, tab in enumerate(tabs):
        tab.due = now + tab.period * number / len(tabs)
    while time.monotonic() < until:
        tab = min(tabs, key=lambda each: each.due)
        time.sleep(max(0.0, min(tab.due, until) - time.monotonic()))
        if tab.due < until:
            tab.ask()


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
    people = site("people")
    tokens = shell(people, PEOPLE, str(TABS)).split()
    open_tabs(people, tokens)
    lists(people, tokens)


if __name__ == "__main__":
    with ExitStack() as everything:
        measure(everything)
