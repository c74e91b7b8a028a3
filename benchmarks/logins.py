"""What logins and tokens cost the provider, in CPU of the site, and how many that makes a second and core.

Run: ./run bench logins. Measured in turns at one site: a whole login by password (the question at
/authorize, the login page, the password, the code, the tokens), beside it what hashing the password takes
of that; a refresh; and client credentials of a machine. With each PASSWORD_HASHER, on a site of its own.
"""

import json
import statistics
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import requests

from benchmarks._cpu import cpu_seconds
from benchmarks._login import API, LoggedIn
from tests.e2e.server import Site, running_site

HASHERS = ("pbkdf2", "argon2")
ROUNDS = 9
SETTINGS = {"WORKERS": "1", "LOGIN_RATE": "0", "TOKEN_RATE": "0", "API_RATE": "0"}

# The hash alone, in a process of its own: what checking Robin's password takes, in milliseconds.
HASH = """
import statistics, time
from django.contrib.auth.models import User
from directory.demo import PASSWORD
robin = User.objects.get(username="robin")
robin.check_password(PASSWORD)  # which hashes it anew where the setting has changed
spent = []
for _ in range(9):
    began = time.process_time()
    assert robin.check_password(PASSWORD)
    spent.append((time.process_time() - began) * 1000)
print(statistics.median(spent))
"""


class Work:
    """One thing that is asked of the site, so many times a round; ``cpu`` is in milliseconds for one."""

    def __init__(self, site: Site, times: int, ask: Callable[[], object]) -> None:
        self.site, self.times, self.ask = site, times, ask
        self.cpu: list[float] = []

    def round(self) -> None:
        spent = cpu_seconds(self.site)
        for _ in range(self.times):
            self.ask()
        self.cpu.append((cpu_seconds(self.site) - spent) / self.times * 1000)


def machine_of(site: Site) -> Callable[[], None]:
    told = site.manage("client", "add", "--audience", API, "--grant", "list:movies", "--json")
    client = json.loads(told)
    form = {"grant_type": "client_credentials", "audience": API}
    form |= {"client_id": client["id"], "client_secret": client["secret"]}
    session = requests.Session()

    def ask() -> None:
        session.post(f"{site.url}/oauth/token", form).raise_for_status()

    return ask


def show(title: str, cpu: list[float], apart: float = 0.0) -> None:
    middle = statistics.median(cpu) - apart
    spread = f"{min(cpu) - apart:.1f}-{max(cpu) - apart:.1f}"
    print(f"  {title:<42}{middle:8.1f} ms of CPU ({spread}){1000 / middle:8.0f} a second and core")


def measure(stack: ExitStack) -> None:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="usher-bench-")))
    for hasher in HASHERS:
        (folder / hasher).mkdir()
        site = stack.enter_context(running_site(folder / hasher, **SETTINGS, PASSWORD_HASHER=hasher))
        hashing = float(site.manage("shell", "--no-imports", "-c", HASH))
        person = LoggedIn(site, "robin")
        works = {
            "login": Work(site, 5, partial(LoggedIn, site, "robin")),
            "refresh": Work(site, 50, person.refresh),
            "machine": Work(site, 50, machine_of(site)),
        }
        for work in works.values():
            work.ask()
        for _ in range(ROUNDS):
            for work in works.values():
                work.round()
        print(f"\nPASSWORD_HASHER={hasher}, median (least-most) of {ROUNDS} rounds")
        show("the password's hash alone", [hashing])
        show("a whole login", works["login"].cpu)
        if hasher == HASHERS[-1]:  # Beside the slow one the rest is within its spread.
            show("a whole login apart from the hash", works["login"].cpu, apart=hashing)
        show("a refresh", works["refresh"].cpu)
        show("client credentials", works["machine"].cpu)


if __name__ == "__main__":
    with ExitStack() as everything:
        measure(everything)
