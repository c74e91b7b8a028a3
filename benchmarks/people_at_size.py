"""What people, roles, the audit trail and /me cost with 10,000 people and 1,000,000 entries beside few.

Run: ./run bench people_at_size. Both databases; the best of many requests counts, each through the whole of
Django in one process. The ratios mean something on any machine, the milliseconds do not.
"""
# ruff: noqa: PLC0415  Django is set up, with a database of its own, before anything is imported.

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")

from tooling import suite

# People, roles, entries of the trail.
SMALL, LARGE = (100, 100, 1_000), (10_000, 100, 1_000_000)
ROUNDS = 3  # of each size, in turns
LEAST_CALLS, SECONDS = 4, 0.1  # of each operation in each round

NOBODY = "usher%7C999999999"
OPERATIONS = {
    "/me/permissions": "/me/permissions",
    "/me/access": "/me/access",
    "people": "/api/users/",
    "people by a name": "/api/users/?search=batman",
    "people by a common word": "/api/users/?search=person",
    "people, none found": "/api/users/?search=xqzzyk",
    "people of a role": "/api/users/?role=1007",
    "a person": "/api/users/usher%7C1007/",
    "a person's grants": "/api/users/usher%7C1007/grants/",
    "what nobody else holds": "/api/users/usher%7C1007/sole/",
    "roles": "/api/roles/",
    "a role": "/api/roles/1007/",
    "a role's members": "/api/roles/1007/members/",
    "a role's deletion beforehand": "/api/roles/1007/preview/",
    "entries": "/api/audit/",
    "entries of an actor": "/api/audit/?actor=usher%7C1007",
    "entries of a name": "/api/audit/?actor=Person%20Number%2077",
    "entries of nobody": f"/api/audit/?actor={NOBODY}",
    "entries of an action": "/api/audit/?action=role.granted",
    "entries of no action": "/api/audit/?action=role.nothing",
    "entries of a kind of action": "/api/audit/?action=role",
    "entries of no kind": "/api/audit/?action=nothing",
    "entries on a target": "/api/audit/?target=usher%7C1007",
    "entries on nothing": f"/api/audit/?target={NOBODY}",
    "entries since the end": "/api/audit/?since=2099-01-01T00:00:00Z",
    "entries until the beginning": "/api/audit/?until=2026-01-01T00:05:00Z",
    "changes": "/api/audit/changes/",
    "changes of an actor": "/api/audit/changes/?actor=usher%7C1007",
    "changes of nobody": f"/api/audit/changes/?actor={NOBODY}",
    "changes of an action": "/api/audit/changes/?action=movie.changed",
    "changes of no action": "/api/audit/changes/?action=movie.nothing",
    "changes of no kind": "/api/audit/changes/?action=nothing",
    "changes on a target": "/api/audit/changes/?target=77",
    "changes on nothing": f"/api/audit/changes/?target={NOBODY}",
    "changes until the beginning": "/api/audit/changes/?until=2026-01-01T00:05:00Z",
    "refusals": "/api/audit/refusals/",
}
Figures = dict[str, tuple[float, int]]  # least milliseconds of each operation, and its statements


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="usher-size-") as folder, suite.postgres() as server:
        addresses = {
            "SQLite": [f"sqlite:///{folder}/{name}.sqlite3" for name in ("small", "large")],
            "PostgreSQL": [database_at(server, name) for name in ("small", "large")],
        }
        for small, large in addresses.values():
            in_process(small, "seed", *map(str, SMALL))
            in_process(large, "seed", *map(str, LARGE))
        for database, both in addresses.items():
            compare(database, both)


def compare(database: str, addresses: list[str]) -> None:
    best: list[Figures] = [{}, {}]
    for _ in range(ROUNDS):
        for figures, address in zip(best, addresses, strict=True):
            for name, (took, statements) in json.loads(in_process(address, "ask")).items():
                figures[name] = min(figures.get(name, (took, 0))[0], took), statements
    print(f"{database}: people, roles, entries {SMALL} beside {LARGE}")
    for name, (small, statements) in best[0].items():
        large, others = best[1][name]
        told = f"{statements} statements" + ("" if statements == others else f", then {others}")
        print(f"  {name:<30}{small:8.2f} ms{large:10.2f} ms  ×{large / small:<8.2f}{told}")


def database_at(server: str, name: str) -> str:
    """Make a database at a server of PostgreSQL, and return its address."""
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    address, _, options = server.partition("?")
    return f"{address.rpartition('/')[0]}/{name}?{options}"


def in_process(address: str, *arguments: str) -> str:
    """Run this module in a process of its own with the database at this address; return what it printed."""
    command = [sys.executable, "-m", "benchmarks.people_at_size", *arguments]
    environment = {**os.environ, **suite.SETTINGS, "DATABASE_URL": address}
    return subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


def ask() -> Figures:
    """Ask everything as somebody who logged in to the app."""
    from django.conf import settings
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.identity.browser import Browser

    settings.API_RATE = None
    browser = Browser()
    browser.log_in("batman")
    headers: Any = {"authorization": f"Bearer {browser.tokens()['access_token']}"}
    anybody = Browser()

    def answer(path: str) -> None:
        response = anybody.get(path, headers=headers)
        assert response.status_code == 200, (path, response.content)

    figures: Figures = {}
    for name, path in OPERATIONS.items():
        answer(path)
        with CaptureQueriesContext(connection) as asked:
            answer(path)
        statements = len(asked)
        figures[name] = least(partial(answer, path)), statements
    return figures


def least(action: Callable[[], object]) -> float:
    """Return the least milliseconds of several calls."""
    times: list[float] = []
    while len(times) < LEAST_CALLS or sum(times) < SECONDS:
        began = time.perf_counter()
        action()
        times.append(time.perf_counter() - began)
    return min(times) * 1e3


if __name__ == "__main__":
    import django

    django.setup()
    match sys.argv[1:]:
        case ["seed", *sizes]:
            from benchmarks._people_seed import seed

            seed(*map(int, sizes))
        case ["ask"]:
            print(json.dumps(ask()))
        case _:
            main()
