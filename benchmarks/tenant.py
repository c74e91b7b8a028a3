"""A thousand open tabs of 200 people, at a site whose directory is a tenant that takes 2 calls a second.

Run: ./run bench tenant; it takes a quarter of an hour. The tenant is a second Usher that limits its
Management API as the smallest tenant at Auth0 does. First the site as it is by default
(PERMISSION_SOURCE=token, DIRECTORY_TTL=60, DIRECTORY_BUDGET=1), then with PERMISSION_SOURCE=hybrid and a
DIRECTORY_TTL that carries so many people: there they come one after another, as in a morning, and then
rights are withdrawn at the tenant from some of them, one by one, until their tabs show it.
"""

import random
import statistics
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import requests

from benchmarks.tabs import PEOPLE, Tab, shell
from tests.e2e.changer import Changer, changer_of
from tests.e2e.server import Site, free_port, running_site

PERSONS, TABS_EACH, FOCUSED = 200, 5, 50  # tabs in front
CLIENTS = 50  # threads that ask
CHANGED = 20  # people whose rights are withdrawn
DEFAULT_SECONDS, HYBRID_SECONDS = 120, 420
TTL, BUDGET = 300, 1.8
LASTING = {"ACCESS_TOKEN_SECONDS": "7200"}
MACHINE = {"CLIENT_ID": "directory", "CLIENT_SECRET": "the-secret-of-a-machine-that-is-measured-only"}

ASKED = """
from django.db.models import Sum
from resources.models import RateCounter
print(RateCounter.objects.filter(scope="management").aggregate(n=Sum("count"))["n"] or 0)
"""
WITHDRAW = "user = User.objects.get(username='tab{}'); withdraw(user, 'Employees')"


class PatientTab(Tab):
    """A tab that counts what it is answered, and when it first saw that its person holds nothing."""

    def __init__(self, site: Site, token: str, period: float) -> None:
        super().__init__(site, token, period)
        self.statuses: Counter[int] = Counter()
        self.named = 0
        self.empty_at: float | None = None

    def ask(self) -> None:
        began = time.monotonic()
        answer = self.session.get(self.url)
        self.waits.append(time.monotonic() - began)
        self.statuses[answer.status_code] += 1
        self.asked += 1
        self.due = max(self.due + self.period, began)
        if answer.status_code == requests.codes.ok:
            self.session.headers["If-None-Match"] = answer.headers["ETag"]
            body = answer.json()
            self.named += body["name"] is not None
            if not any(resource["granted"] for resource in body["resources"]) and self.empty_at is None:
                self.empty_at = time.time()


def run(tabs: list[PatientTab], starts: list[float], until: float) -> None:
    for tab, start in zip(tabs, starts, strict=True):
        tab.due = start
    while (now := time.monotonic()) < until:
        tab = min(tabs, key=lambda each: each.due)
        time.sleep(max(0.0, min(tab.due, until) - now))
        if tab.due < until:
            tab.ask()


def open_tabs(site: Site, tokens: list[str]) -> list[PatientTab]:
    """Return five tabs for each person, one of every twenty in front."""
    each = [token for token in tokens for _ in range(TABS_EACH)]
    every = len(each) // FOCUSED
    return [PatientTab(site, token, 15.0 if number % every else 1.0) for number, token in enumerate(each)]


def served(tabs: list[PatientTab], arrival_seconds: float, seconds: float) -> None:
    """Let the tabs ask, those of each person from when they came."""
    began = time.monotonic()
    starts = [
        began + arrival_seconds * (number // TABS_EACH) / PERSONS + random.uniform(0, 2)  # noqa: S311
        for number in range(len(tabs))
    ]
    with ThreadPoolExecutor(CLIENTS) as pool:
        parts = [(tabs[part::CLIENTS], starts[part::CLIENTS]) for part in range(CLIENTS)]
        list(pool.map(lambda part: run(part[0], part[1], began + seconds), parts))


def show(title: str, tabs: list[PatientTab], seconds: float, calls: int) -> None:
    statuses = sum((tab.statuses for tab in tabs), Counter[int]())
    waits = sorted(wait for tab in tabs for wait in tab.waits)
    quantiles = [waits[len(waits) * cut // 100] for cut in (50, 99)]
    print(f"\n{title}, {seconds:.0f} s")
    print(
        f"  {len(tabs)} tabs of {PERSONS} people, {FOCUSED} in front: {len(waits) / seconds:.0f} requests/s"
    )
    print(f"  answers: {dict(sorted(statuses.items()))}")
    print(f"  p50 {quantiles[0] * 1000:.0f} ms, p99 {quantiles[1] * 1000:.0f} ms, max {waits[-1]:.1f} s")
    print(f"  calls of the Management API: {calls}, {calls / seconds:.2f}/s, refused ones among them")
    print(f"  tabs that heard their person's name from the directory: {sum(tab.named > 0 for tab in tabs)}")


def withdrawn(changer: Changer, after: float, saved: dict[int, float]) -> None:
    """Withdraw, one by one, what some people hold."""
    time.sleep(after)
    for number in range(0, PERSONS, PERSONS // CHANGED):
        saved[number] = changer.make(WITHDRAW.format(number))
        time.sleep(2)


def measure(stack: ExitStack) -> None:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="usher-bench-")))
    (folder / "tenant").mkdir()
    machine = {**LASTING, **{f"MANAGEMENT_{name}": value for name, value in MACHINE.items()}}
    tenant = stack.enter_context(
        running_site(
            folder / "tenant",
            MANAGEMENT_API="1",
            MANAGEMENT_RATE="2/s",
            WORKERS="1",
            **machine,
        )
    )
    tokens = shell(tenant, PEOPLE, str(PERSONS)).split()

    def site(name: str, **more: str) -> Site:
        (folder / name).mkdir()
        settings = {
            "OIDC_ISSUER": f"{tenant.url}/",
            "OIDC_FLAVOUR": "auth0",
            "DIRECTORY": "directory.backends.auth0.Auth0Directory",
            **{f"AUTH0_MANAGEMENT_{key}": value for key, value in MACHINE.items()},
            "PORT": str(free_port()),
            "API_RATE": "0",
            "WORKERS": "2",
        }
        return stack.enter_context(running_site(folder / name, **{**settings, **more}))

    tabs = open_tabs(site("default"), tokens)
    before = int(shell(tenant, ASKED, ""))
    served(tabs, 1, DEFAULT_SECONDS)
    show("By default", tabs, DEFAULT_SECONDS, int(shell(tenant, ASKED, "")) - before)

    at = site(
        "hybrid",
        PERMISSION_SOURCE="hybrid",
        DIRECTORY_TTL=str(TTL),
        DIRECTORY_BUDGET=str(BUDGET),
        THREADS="16",
    )
    tabs = open_tabs(at, tokens)
    arrival = PERSONS * 2 / BUDGET * 1.1
    seconds = arrival + HYBRID_SECONDS
    before = int(shell(tenant, ASKED, ""))
    saved: dict[int, float] = {}
    with changer_of(tenant) as changer:
        thread = threading.Thread(target=withdrawn, args=(changer, arrival, saved))
        thread.start()
        served(tabs, arrival, seconds)
        thread.join()
    settings = f"PERMISSION_SOURCE=hybrid, DIRECTORY_TTL={TTL}, DIRECTORY_BUDGET={BUDGET}, THREADS=16"
    calls = int(shell(tenant, ASKED, "")) - before
    show(f"{settings}; all come within {arrival:.0f} s", tabs, seconds, calls)
    delays = []
    for number, when in saved.items():
        seen = [
            tab.empty_at - when for tab in tabs[number * TABS_EACH : (number + 1) * TABS_EACH] if tab.empty_at
        ]
        if len(seen) == TABS_EACH:
            delays.append(max(seen))
    print(f"  withdrawn at the tenant from {len(saved)} people; all tabs of {len(delays)} showed it within")
    if delays:
        print(
            f"  median {statistics.median(delays):.0f} s, most {max(delays):.0f} s; stated: {TTL} s and 15 s"
        )


if __name__ == "__main__":
    with ExitStack() as everything:
        measure(everything)
