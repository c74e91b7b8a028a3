"""`./run serve` as it runs: what others do to it over the network, and what is left when it is killed."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest
import requests

from tests.e2e.server import ROOT, Site, free_port, wait_until_answering
from tests.gateway.test_processes import descendants, gone_within

pytestmark = [pytest.mark.e2e, pytest.mark.identity]

BODIES = {
    "half of what its length says": "Content-Length: 500\r\n\r\ngrant",
    "a chunk and no end": "Transfer-Encoding: chunked\r\n\r\n5\r\ngrant\r\n",
}


@contextmanager
def serving(folder: Path, **settings: str) -> Iterator[Site]:
    """Serve on a database without tables, which need not be there for what is claimed here."""
    port = int(settings.get("PORT") or free_port())
    environment = {
        **os.environ,
        "SECRET_KEY": "only-for-end-to-end-tests-0123456789-abcdefghij",
        "PORT": str(port),
        "SITE_URL": f"http://localhost:{port}",
        "DATABASE_URL": f"sqlite:///{folder / 'usher.sqlite3'}",
        "WORKERS": "1",
        "THREADS": "2",
        **settings,
    }
    server = subprocess.Popen([sys.executable, "manage.py", "serve"], cwd=ROOT, env=environment)
    try:
        wait_until_answering(f"http://127.0.0.1:{port}/healthz", server)
        yield Site(environment["SITE_URL"], environment, server.pid)
    finally:
        server.terminate()
        server.wait(timeout=40)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("site")) as running:
        yield running


def post_without_an_end(site: Site, body: str) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", int(site.environment["PORT"])), timeout=60)
    head = [
        "POST /oauth/token HTTP/1.1",
        f"Host: {site.url.removeprefix('http://')}",
        "Content-Type: application/x-www-form-urlencoded",
    ]
    connection.sendall("\r\n".join([*head, body]).encode())
    return connection


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_24_bodies_without_an_end_hold_nobody_up_and_are_closed(site, body):
    unfinished = [post_without_an_end(site, body) for _ in range(24)]
    # Did a thread wait for each, these would be answered when the last has been given up, or never.
    for path in ("/healthz", "/config.json"):
        assert requests.get(site.url + path, timeout=9).status_code == 200
    for connection in unfinished:
        with connection:
            answer = b"".join(iter(lambda: connection.recv(65536), b""))  # noqa: B023  called at once
        assert int(answer.split()[1]) >= 400


def test_when_the_server_is_killed_its_workers_end_and_the_port_is_free(tmp_path):
    with serving(tmp_path, WORKERS="2") as site:
        workers = descendants(site.pid)
        assert len(workers) >= 2
        os.kill(site.pid, signal.SIGKILL)
        try:
            assert gone_within(workers, 30)
        finally:
            for pid in workers:
                with suppress(psutil.NoSuchProcess, ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
    with serving(tmp_path, PORT=site.environment["PORT"]) as again:
        assert requests.get(f"{again.url}/healthz", timeout=9).ok
