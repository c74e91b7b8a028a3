"""Real sites for the end-to-end tests: the same commands an operator uses, on a port of their own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import requests

ROOT = Path(__file__).resolve().parents[2]
SECRET_KEY = "only-for-end-to-end-tests-0123456789-abcdefghij"
STARTING_SECONDS = 600  # a bound for a server that hangs; one that ends is seen at once


@dataclass(frozen=True)
class Site:
    """A running site. ``manage`` runs a command on it, in another process; ``pid`` is the server's."""

    url: str
    environment: dict[str, str]
    pid: int
    root: Path = ROOT

    def manage(self, *arguments: str) -> str:
        """Return what the command printed. Fails the test with what it said when it fails."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=self.root,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


def running_site(folder: Path, **settings: str) -> AbstractContextManager[Site]:
    """Prepare the demo in ``folder`` and serve it until the block ends, on a free port if none is given."""
    return running_site_of(ROOT, folder, **settings)


@contextmanager
def running_site_of(root: Path, folder: Path, **settings: str) -> Iterator[Site]:
    """Do so with the project whose code is at ``root``."""
    port = settings.get("PORT") or free_port()
    scheme = "https" if "TLS_CERTIFICATE" in settings else "http"
    environment = {
        **os.environ,
        "SECRET_KEY": SECRET_KEY,
        "DEMO": "1",
        "PORT": str(port),
        "SITE_URL": f"{scheme}://localhost:{port}",
        "DATABASE_URL": f"sqlite:///{folder / 'usher.sqlite3'}",
        "WORKERS": "1",
        **settings,
    }
    if root == ROOT:
        place_database(folder, environment)
    log = (folder / "server.log").open("w")
    server = subprocess.Popen(
        # Not `serve`: where the gateway is used, `demo` starts the second process too.
        [sys.executable, "manage.py", "demo"],
        cwd=root,
        env=environment,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        wait_until_answering(f"{scheme}://localhost:{port}/readyz", server, settings.get("SSL_CERT_FILE"))
        yield Site(environment["SITE_URL"], environment, server.pid, root)
    finally:
        server.terminate()
        server.wait(timeout=40)
        log.close()


def place_database(folder: Path, environment: dict[str, str]) -> None:
    """Put a prepared database where a site would prepare one, which takes it longer than all the rest."""
    file = folder / "usher.sqlite3"
    own = (environment["DATABASE_URL"], environment["SECRET_KEY"]) == (f"sqlite:///{file}", SECRET_KEY)
    if own and not file.exists():
        file.write_bytes(_prepared(external=bool(environment.get("OIDC_ISSUER"))))


@cache
def _prepared(*, external: bool) -> bytes:
    """Return a database of the demo as it is before anybody came."""
    with TemporaryDirectory(prefix="usher-demo-") as folder:
        file = Path(folder) / "usher.sqlite3"
        subprocess.run(
            [sys.executable, "manage.py", "demo", "--no-server"],
            cwd=ROOT,
            env={
                **os.environ,
                "SECRET_KEY": SECRET_KEY,
                "DEMO": "1",
                "DATABASE_URL": f"sqlite:///{file}",
                "OIDC_ISSUER": "https://tenant.example/" if external else "",
            },
            stdout=subprocess.DEVNULL,
            check=True,
        )
        return file.read_bytes()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until_answering(
    address: str, server: subprocess.Popen[bytes], authority: str | None = None, *, refused: bool = False
) -> None:
    deadline = time.monotonic() + STARTING_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            answer = requests.get(address, timeout=1, verify=authority or True)
            if answer.ok or (refused and answer.status_code == requests.codes.unauthorized):
                return
        except requests.RequestException:
            pass
        time.sleep(0.1)
    raise AssertionError(f"The site does not answer at {address}.")
