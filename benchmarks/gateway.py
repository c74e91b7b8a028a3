"""What a call costs more through the gateway than to the API itself, in CPU of all processes of the site.

Run: ./run bench gateway [STRATEGY ...]. It serves the demo with client credentials and with token exchange,
and lets two people who logged in to the SPA's own client, with few permissions and with 400, read the list of
films: the API itself with a token of its own, and through the gateway with the one for all. And with a
backend for the frontend, where another process serves the API: with a token, and by a session. They take
turns, over connections that are kept, so that noise meets all alike; shown are medians, least and most of the
rounds.
"""

import json
import statistics
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

import requests

from benchmarks._cpu import cpu_seconds
from benchmarks._login import API, LoggedIn, session_by_login
from tests.e2e.server import Site, free_port, running_site

SESSIONS = "backend_for_frontend"
STRATEGIES = ("gateway_client_credentials", "token_exchange", SESSIONS)
APIS = ("movies", "books", "users", "roles", "audit", "parts")
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

# Such as a login gives: one of `./run token` is of another client, which is asked less about.
TOKEN = f"""
from django.contrib.auth.models import User
from benchmarks._in_process import token_of
print(token_of(User.objects.get(username="{{name}}"), "{MOVIES}"))
"""

Milliseconds = list[float]


class Caller:
    """Reads the list of films at one address; ``cpu`` is that of all these sites for one call."""

    def __init__(self, sites: Sequence[Site], path: str, headers: Mapping[str, str]) -> None:
        self.sites, self.address = sites, f"{sites[0].url}{path}?page_size=25"
        self.session = requests.Session()
        self.session.headers.update(headers)
        self.cpu: Milliseconds = []

    def call(self) -> None:
        answer = self.session.get(self.address)
        assert answer.status_code == requests.codes.ok, answer.text

    def round(self) -> None:
        spent = sum(map(cpu_seconds, self.sites))
        for _ in range(CALLS):
            self.call()
        self.cpu.append((sum(map(cpu_seconds, self.sites)) - spent) / CALLS * 1000)


def pairs_of(site: Site) -> Iterator[tuple[str, Caller, Caller]]:
    """Yield for each person whom they are, and who asks directly and through the gateway."""
    for count in HELD:
        name = f"holds{count}"
        direct = LoggedIn(site, name, MOVIES).tokens["access_token"]
        for_all = LoggedIn(site, name, API).tokens["access_token"]
        yield (
            f"a token of {len(for_all)} bytes",
            Caller([site], "/api/movies/", {"Authorization": f"Bearer {direct}"}),
            Caller([site], "/gateway/movies/", {"Authorization": f"Bearer {for_all}"}),
        )


def pairs_by_session(sites: Sequence[Site]) -> Iterator[tuple[str, Caller, Caller]]:
    """Yield the same where the first of these sites holds the tokens, and asks the other."""
    for count in HELD:
        browser = session_by_login(sites[0].url, f"holds{count}")
        token = sites[0].manage("shell", "--no-imports", "-c", TOKEN.format(name=f"holds{count}"))
        through = Caller(sites, "/bff/api/movies/", {})
        through.session = browser
        yield (
            f"a token of {len(token)} bytes",
            Caller(sites, "/api/movies/", {"Authorization": f"Bearer {token}"}),
            through,
        )


def two_sites(stack: ExitStack, folder: Path) -> list[Site]:
    """Start the site, and behind it another process of it that serves every API."""
    ports = [free_port(), free_port()]
    common = {**SETTINGS, "AUDIENCE_STRATEGY": SESSIONS, "SITE_URL": f"http://localhost:{ports[0]}"}
    behind = {"PORT": str(ports[1]), "TRUSTED_PROXIES": "127.0.0.1"}
    api = stack.enter_context(running_site(folder, **common, **behind))
    upstreams = dict.fromkeys(APIS, f"http://127.0.0.1:{ports[1]}")
    asks = {"PORT": str(ports[0]), "GATEWAY_UPSTREAMS": json.dumps(upstreams)}
    return [stack.enter_context(running_site(folder, **common, **asks)), api]


def spread(figures: Milliseconds) -> str:
    return f"{statistics.median(figures):5.2f} ({min(figures):.2f}-{max(figures):.2f})"


def measure(stack: ExitStack, strategies: Sequence[str]) -> None:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="usher-bench-")))
    for strategy in strategies:
        (folder / strategy).mkdir()
        if strategy == SESSIONS:
            sites = two_sites(stack, folder / strategy)
        else:
            sites = [
                stack.enter_context(running_site(folder / strategy, **SETTINGS, AUDIENCE_STRATEGY=strategy))
            ]
        sites[0].manage("shell", "--no-imports", "-c", PEOPLE)
        pairs = list(pairs_by_session(sites) if strategy == SESSIONS else pairs_of(sites[0]))
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
        measure(everything, sys.argv[1:] or STRATEGIES)
