"""What people pick instead of Usher, installed and served beside it: see README.md."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks._site import running
from tests.e2e.server import Site, free_port
from tooling import install
from tooling.steps import ROOT, Command, quietly

FOLDER = ROOT / "benchmarks" / "peers"
VENV = install.LOCAL / "peers"
LOCK = FOLDER / "requirements.lock"
# For the idempotency keys of those that have no table for them.
TABLE = """
CREATE TABLE IF NOT EXISTS peers_idempotency (
    id bigserial PRIMARY KEY, subject text NOT NULL, key text NOT NULL, body text NOT NULL,
    status smallint, answer jsonb, at timestamptz NOT NULL, UNIQUE (subject, key)
)
"""


def ensure() -> None:
    """Install the peers, into an environment of their own, unless they are there."""
    install.npm_packages(FOLDER)
    stamp = VENV / ".installed"
    wanted = install.digest([LOCK])
    if stamp.exists() and stamp.read_text() == wanted:
        return
    uv, python = install.find_uv(), VENV / "bin" / "python"
    quietly("Make an environment for the peers", [uv, "venv", "--clear", "--python", install.PYTHON, VENV])
    sync: Command = [uv, "pip", "sync", "--quiet", "--require-hashes", "--python", python, LOCK]
    quietly("Install the peers' Python packages", sync, env=install.CACHES)
    stamp.write_text(wanted)


@contextmanager
def served(name: str, issuer: Site, audience: str) -> Iterator[Site]:
    """Serve a peer of one worker on the servers' core, on the database and the keys of a site."""
    port = str(free_port())
    url = f"http://127.0.0.1:{port}"
    environment = {
        "PORT": port,
        "ISSUER": f"{issuer.url}/",
        "AUDIENCE": audience,
        "DATABASE_URL": issuer.environment["DATABASE_URL"],
        "NODE_ENV": "production",
    }
    command = [part.format(port=port) for part in COMMANDS[name]()]
    with running(name, command, environment, f"{url}/api/movies/", refused=True) as pid:
        yield Site(url, {**os.environ, **environment}, pid)


def _express() -> list[str]:
    return [str(install.node()), str(FOLDER / "express.mjs")]


def _fastapi() -> list[str]:
    program = [
        str(VENV / "bin" / "uvicorn"),
        "with_fastapi:app",
        "--app-dir",
        str(FOLDER),
        "--port",
        "{port}",
    ]
    return [*program, "--loop", "uvloop", "--http", "httptools", "--no-access-log", "--log-level", "warning"]


def _drf() -> list[str]:
    program = [str(VENV / "bin" / "gunicorn"), "with_drf:application", "--chdir", str(FOLDER)]
    # Threads keep connections open, which gunicorn's sync workers do not; with one it is at its fastest.
    program += ["--bind", "127.0.0.1:{port}", "--worker-class", "gthread", "--threads", "1"]
    # By default it refuses tokens of 400 permissions.
    return [*program, "--keep-alive", "75", "--limit-request-field_size", "32768", "--log-level", "error"]


COMMANDS = {"Express": _express, "FastAPI": _fastapi, "DRF": _drf}
