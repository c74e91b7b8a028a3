"""What a call costs more through the gateway than to the API itself, in CPU of all processes of the site.

Run: ./run bench gateway. It serves the demo with client credentials and with token exchange, and lets two
people who logged in to the SPA's own client, with few permissions and with 400, read the list of films: the
API itself with a token of its own, and through the gateway with the one for all. They take turns, over
connections that are kept, so that noise meets all alike; shown are medians, least and most of the rounds.
"""

import statistics
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import requests

from benchmarks._cpu import cpu_seconds
from benchmarks._login import API, LoggedIn
from tests.e2e.server import Site, running_site

STRATEGIES = ("gateway_client_credentials", "token_exchange")
MOVIES = "https://movies.usher.example/"
HELD = (1, 400)  # permissions beside those of an employee
ROUNDS, CALLS = 9, 100
SETTINGS = {"DJANGO_SETTINGS_MODULE": "benchmarks._many_permissions", "WORKERS": "1"}
SETTINGS |= {"LOGIN_RATE": "0", "TOKEN_RATE": "0", "API_RATE": "0", "ACCESS_TOKEN_SECONDS": "7200"}

PEOPLE = f"""
from django.contrib.auth.models import Group, Permission, User
from directory.demo import PASSWORD
for count in {HELD}:
    user = User.objects.create_user("holds" + str(count), password=PASSWORD)
    user.groups.add(Group.objects.get(name="Employees"))
    user.user_permissions.set(Permission.objects.filter(codename__endswith=":parts").order_by("codename")[:count])
"""

Milliseconds = list[float]


class Caller:
    """Reads the list of films at one address with one token; ``cpu`` is that of the site for one call."""

    def __init__(self, site: Site, path: str, token: str) -> None:
        self.site, self.address = site, f"{site.url}{path}?page_size=25"
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"Bearer {token}"
        self.cpu: Milliseconds = []

    def call(self) -> None:
        answer = self.session.get(self.address)
        assert answer.status_code == requests.codes.ok, answer.text

    def round(self) -> None:
        spent = cpu_seconds(self.site)
        for _ in range(CALLS):
            self.call()
        self.cpu.append((cpu_seconds(self.site) - spent) / CALLS * 1000)


def pairs_of(site: Site) -> Iterator[tuple[str, Caller, Caller]]:
    """Yield for each person whom they are, and who asks directly and through the gateway."""
    for count in HELD:
        name = f"holds{count}"
        direct = LoggedIn(site, name, MOVIES).tokens["access_token"]
        for_all = LoggedIn(site, name, API).tokens["access_token"]
        yield (
            f"a token of {len(for_all)} bytes",
            Caller(site, "/api/movies/", direct),
            Caller(site, "/gateway/movies/", for_all),
        )


def spread(figures: Milliseconds) -> str:
    return f"{statistics.median(figures):5.2f} ({min(figures):.2f}-{max(figures):.2f})"


def measure(stack: ExitStack) -> None:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="usher-bench-")))
    for strategy in STRATEGIES:
        (folder / strategy).mkdir()
        site = stack.enter_context(running_site(folder / strategy, **SETTINGS, AUDIENCE_STRATEGY=strategy))
        site.manage("shell", "--no-imports", "-c", PEOPLE)
        pairs = list(pairs_of(site))
        for caller in (caller for _, *both in pairs for caller in both):
            caller.call()
        for _ in range(ROUNDS):
            for _, direct, through in pairs:
                direct.round()
                through.round()
        print(f"\n{strategy}: ms of CPU a call, median (least-most) of {ROUNDS} × {CALLS} calls")
        for whom, direct, through in pairs:
            added = [more - less for more, less in zip(through.cpu, direct.cpu, strict=True)]
            print(f"  {whom:<26} direct {spread(direct.cpu)}  through {spread(through.cpu)}"
                  f"  added {spread(added)}")  # fmt: skip


if __name__ == "__main__":
    with ExitStack() as everything:
        measure(everything)
