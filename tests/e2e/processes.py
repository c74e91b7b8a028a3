"""Two servers of one site on one database, as behind a balancer, and a third process beside them."""

import os
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import requests

from tests.e2e.changer import Changer, changer_of
from tests.e2e.server import free_port, running_site


@dataclass(frozen=True)
class Processes:
    """Two servers of one site, and the process beside them. ``source`` is their PERMISSION_SOURCE."""

    addresses: tuple[str, str]
    changer: Changer
    source: str

    def token(self, person: str = "robin") -> str:
        return self.changer.token(person)

    def statuses(self, method: str, path: str, token: str) -> list[int]:
        """Ask both processes the same."""
        return [ask(f"{address}{path}", token, method) for address in self.addresses]

    def until(self, wanted: int, token: str, method: str = "POST", path: str = "/api/books/") -> float:
        """Return when both processes had come to answer so, in seconds since 1970."""
        moments = at_once(
            *(lambda address=address: came_to(wanted, f"{address}{path}", token, method)
              for address in self.addresses)
        )  # fmt: skip
        return max(moments)


def ask(url: str, token: str, method: str = "POST", **options: object) -> int:
    """Ask, with an empty body where one goes: past the guard that is 400, and nothing is written."""
    sent: dict[str, Any] = {"json": {}} if method == "POST" else {}
    headers = {"Authorization": f"Bearer {token}"}
    return requests.request(method, url, headers=headers, timeout=10, **{**sent, **options}).status_code


def came_to(wanted: int, url: str, token: str, method: str) -> float:
    deadline = time.time() + 10
    while (status := ask(url, token, method)) != wanted:
        assert time.time() < deadline, f"{url} answers {status} and not {wanted}."
        time.sleep(0.01)
    return time.time()


def at_once(*deeds: Callable[[], float]) -> list[float]:
    results: dict[int, float] = {}
    threads = [
        threading.Thread(target=lambda place=place, deed=deed: results.__setitem__(place, deed()))
        for place, deed in enumerate(deeds)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == len(deeds), "One of them failed."
    return [results[place] for place in range(len(deeds))]


@contextmanager
def database(folder: Path) -> Iterator[str]:
    """Give the address of an empty database: on the PostgreSQL of this run, or a file."""
    address = os.environ.get("DATABASE_URL", "")
    if not address.startswith("postgres"):
        yield f"sqlite:///{folder}/usher.sqlite3"
        return
    name = f"usher_{uuid.uuid4().hex}"
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield urlsplit(address)._replace(path=f"/{name}").geturl()
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def two_processes(folder: Path, **settings: str) -> Iterator[Processes]:
    """Start both, on the PostgreSQL that DATABASE_URL names or else on a file."""
    places = [folder / name for name in ("one", "other")]
    for place in places:
        place.mkdir()
    with database(folder) as address:
        common = {"DATABASE_URL": address, "API_RATE": "0", **settings}
        with running_site(places[0], **common) as site:
            port = free_port()
            same = {**common, "SITE_URL": site.url, "PORT": str(port)}
            with running_site(places[1], **same), changer_of(site) as changer:
                yield Processes(
                    (site.url, f"http://localhost:{port}"), changer, settings["PERMISSION_SOURCE"]
                )
