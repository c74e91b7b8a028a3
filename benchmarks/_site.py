"""A site as ``./run serve`` serves it, with one worker, filled, on a database of the benchmark's own."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks._cpu import LOAD_CORE, SERVER_CORE, on_core
from benchmarks._films import write_films
from tests.e2e.server import ROOT, SECRET_KEY, Site, free_port, wait_until_answering
from tooling import suite
from tooling.steps import step

# Nobody is refused for asking often, and all the counting is done as it would be.
SETTINGS = {
    "DOTENV": os.devnull,
    "SECRET_KEY": SECRET_KEY,
    "DEMO": "0",
    "MANAGEMENT_API": "0",
    "WORKERS": "1",
    "ACCESS_TOKEN_SECONDS": "7200",
    "API_RATE": "9999999/m",
    "LOGIN_RATE": "0",
    "TOKEN_RATE": "0",
}


@contextmanager
def postgres() -> Iterator[str]:
    """Start a PostgreSQL on the core of the load, and give its address."""
    with on_core(LOAD_CORE), suite.postgres() as url:
        yield url


def fill(database_url: str, films: str = "", **settings: str) -> None:
    """Migrate a database, make the people of the demo and its catalogue, and import films from a file.

    Without a file they are made up; "none" imports none.
    """
    with tempfile.TemporaryDirectory(prefix="usher-bench-") as folder, step("Fill the database"):
        demo = {**SETTINGS, **settings, "DATABASE_URL": database_url, "DEMO": "1"}
        manage(demo, "demo", "--no-server")
        if films != "none":
            file = films or str(write_films(Path(folder) / "films.jsonl"))
            manage(demo, "import_movies", file, "--quiet")


@contextmanager
def served(database_url: str, name: str = "Usher", **settings: str) -> Iterator[Site]:
    """Serve the site on its core until the block ends."""
    port = str(free_port())
    address = {"PORT": port, "SITE_URL": f"http://localhost:{port}", "DATABASE_URL": database_url}
    environment = {**os.environ, **SETTINGS, **address, **settings}
    with running(
        name, [sys.executable, "manage.py", "serve"], environment, f"{address['SITE_URL']}/readyz"
    ) as pid:
        yield Site(address["SITE_URL"], environment, pid)


@contextmanager
def empty_served(site: Site) -> Iterator[Site]:
    """Serve nothing (_empty.py) by the server and the settings of a site."""
    port = str(free_port())
    program = [sys.executable, "-m", "granian", "--interface", "asginl", "--port", port]
    url = f"http://127.0.0.1:{port}"
    with running("nothing", [*program, "benchmarks._empty:application"], site.environment, url) as pid:
        yield Site(url, site.environment, pid)


@contextmanager
def running(
    name: str, command: list[str], environment: dict[str, str], answers_at: str, *, refused: bool = False
) -> Iterator[int]:
    """Run a server on the servers' core until the block ends, and give its process.

    It is up when it answers there: well, or ``refused`` where that takes a token.
    """
    with step(f"Start {name}"), on_core(SERVER_CORE):
        server = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.DEVNULL
        )
        wait_until_answering(answers_at, server, refused=refused)
    try:
        yield server.pid
    finally:
        server.terminate()
        server.wait(timeout=40)


def manage(settings: dict[str, str], *arguments: str, told: str = "") -> str:
    """Run a command of ``manage.py`` and return what it printed; ``told`` is its standard input."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**os.environ, **settings},
        input=told,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def shell(settings: dict[str, str], program: str, told: str = "") -> str:
    """Run a program in the shell of a site and return what it printed."""
    return manage(settings, "shell", "--no-imports", "-c", program, told=told)
