"""What open tabs cost the site: a thousand people who logged in to the app, fifty of them looking at it.

Run: ./run bench tabs; logging in takes longest. Each tab does what the app does while nobody touches it
(frontend/src/session/live/polling.ts, tokenStore.ts): it asks for its permissions with the ETag it has, by
the second in front and every 15 seconds behind, and renews its token in a hidden frame 30 seconds before it
ends. When each begins with either is spread by chance. Each has a connection of its own, which the server
closes when it is idle for long. Limits are the usual ones but for those by address, which all share here.
"""

import random
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from threading import Thread

import requests
from requests.adapters import HTTPAdapter, Retry

from benchmarks._cpu import cpu_seconds
from benchmarks._login import LoggedIn
from tests.e2e.server import ROOT, Site, running_site

TABS, FOCUSED = 1000, 50
IN_FRONT, BEHIND = 1.0, 15.0  # seconds between two questions of a tab
MARGIN = 30.0  # seconds before its end in which a token is renewed
SECONDS = 60
CLIENTS = 8  # threads that ask
SETTINGS = {"LOGIN_RATE": "0", "TOKEN_RATE": "0", "WORKERS": "1", "PASSWORD_HASHER": "argon2"}

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


# People with the demo's password, whose hash is made once for all.
WHO_LOG_IN = """
import sys
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User
from directory.demo import PASSWORD
hashed, employees = make_password(PASSWORD), Group.objects.get(name="Employees")
for number in range(int(sys.stdin.read())):
    User.objects.create(username=f"tab{number}", password=hashed).groups.add(employees)
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


class LivingTab(Tab):
    """A tab of somebody who logged in; it also renews its token."""

    def __init__(self, site: Site, username: str, period: float) -> None:
        self.person = LoggedIn(site, username)
        super().__init__(site, self.person.tokens["access_token"], period)
        self.renewed = 0
        self.renew_at = time.monotonic()

    def start(self) -> None:
        """Begin somewhere in its turns."""
        now = time.monotonic()
        self.due = now + random.uniform(0, self.period)  # noqa: S311  no secret
        self.renew_at = now + random.uniform(0, self._life())  # noqa: S311  likewise
        self.asked = self.changed = 0
        self.waits = []

    def next(self) -> float:
        return min(self.due, self.renew_at)

    def act(self) -> None:
        if self.due <= self.renew_at:
            self.ask()
            return
        self.person.renew_in_a_frame()
        self.session.headers["Authorization"] = f"Bearer {self.person.tokens['access_token']}"
        self.renew_at += self._life()
        self.renewed += 1

    def _life(self) -> float:
        return float(self.person.tokens["expires_in"]) - MARGIN


def logged_in(site: Site) -> list[LivingTab]:
    shell(site, WHO_LOG_IN, str(TABS))
    with ThreadPoolExecutor(CLIENTS) as pool:
        made = pool.map(
            lambda number: LivingTab(site, f"tab{number}", IN_FRONT if number < FOCUSED else BEHIND),
            range(TABS),
        )
        return list(made)


def live_on(tabs: list[LivingTab], until: float) -> None:
    while True:
        tab = min(tabs, key=LivingTab.next)
        if tab.next() >= until:
            return
        time.sleep(max(0.0, tab.next() - time.monotonic()))
        tab.act()


def measure(stack: ExitStack) -> None:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="usher-bench-")))
    site = stack.enter_context(running_site(folder, **SETTINGS))
    tabs = logged_in(site)
    queries = int(shell(site, QUERIES, tabs[0].person.tokens["access_token"]))
    for tab in tabs:
        tab.ask()
        tab.start()
    spent, began = cpu_seconds(site), time.monotonic()
    threads = [Thread(target=live_on, args=(tabs[part::CLIENTS], began + SECONDS)) for part in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed, spent = time.monotonic() - began, cpu_seconds(site) - spent
    asked, renewed = sum(tab.asked for tab in tabs), sum(tab.renewed for tab in tabs)
    same = asked - sum(tab.changed for tab in tabs)
    waits = sorted(wait for tab in tabs for wait in tab.waits)
    print(f"\n{TABS} open tabs of {TABS} people, {FOCUSED} of them in front, {elapsed:.0f} s on one worker")
    print(f"  {asked / elapsed:.0f} questions/s, {same} of {asked} answered 304; {renewed} tokens renewed")
    print(
        f"  {spent / elapsed:.2f} cores, {spent / asked * 1000:.2f} ms of CPU a question, renewals included"
    )
    print(f"  {queries} statements a question")
    p50, p99 = waits[len(waits) // 2], waits[len(waits) * 99 // 100]
    print(f"  answered within p50 {p50 * 1000:.0f} ms, p99 {p99 * 1000:.0f} ms")


if __name__ == "__main__":
    with ExitStack() as everything:
        measure(everything)
