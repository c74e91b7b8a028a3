"""The site started by hand: plain runserver, and servers that are given an entry point alone."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from tests.e2e.server import free_port, wait_until_answering
from tests.project_copy import copy_of_the_project

PAGE = '<script type="module" nonce="__CSP_NONCE__" src="/static/spa/assets/index-abcdefgh.js"></script>'


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy with a SPA of one line, built and not gathered, and a database."""
    copy = copy_of_the_project(tmp_path_factory.mktemp("project"))
    assets = copy / "frontend" / "dist" / "assets"
    assets.mkdir(parents=True)
    (assets.parent / "index.html").write_text(PAGE)
    (assets / "index-abcdefgh.js").write_text("// the app")
    manage = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    subprocess.run(manage, cwd=copy, env=environment(copy, 0), check=True)
    return copy


def environment(project: Path, port: int, **settings: str) -> dict[str, str]:
    return {
        **os.environ,
        "PORT": str(port),
        "SITE_URL": f"http://localhost:{port}",
        "DATABASE_URL": f"sqlite:///{project}/data/usher.sqlite3",
        **settings,
    }


@contextmanager
def serving(project: Path, *command: str, port: int, **settings: str) -> Iterator[str]:
    """Run a server until the block ends. Yields its address."""
    log = project / "server.log"
    with log.open("w") as output:
        server = subprocess.Popen(
            command, cwd=project, env=environment(project, port, **settings), stdout=output, stderr=output
        )
    try:
        wait_until_answering(f"http://localhost:{port}/healthz", server)
        yield f"http://localhost:{port}"
    except AssertionError:
        raise AssertionError(log.read_text()) from None
    finally:
        end(server)


def end(server: "subprocess.Popen[bytes]") -> None:
    server.terminate()
    try:
        server.wait(60)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


@pytest.mark.parametrize("debug", ["0", "1"])
def test_plain_runserver_serves_the_built_spa_at_the_sites_port_with_nothing_gathered(project, debug):
    port = free_port()
    command = (sys.executable, "manage.py", "runserver", "--noreload")
    with serving(project, *command, port=port, DEBUG=debug) as site:
        page = requests.get(f"{site}/movies", timeout=20)
        assert page.status_code == 200
        (script,) = re.findall(r'src="([^"]+)"', page.text)
        assert requests.get(site + script, timeout=20).text == "// the app"


# The smallest server there is.
WSGIREF = """\
import sys
from wsgiref.simple_server import make_server
from project.wsgi import application
make_server("127.0.0.1", int(sys.argv[1]), application).serve_forever()
"""
GRANIAN = str(Path(sys.executable).parent / "granian")


@pytest.mark.parametrize(
    ("command", "issuer"),
    [
        ([GRANIAN, "--interface", "wsgi", "project.wsgi:application", "--port"], ""),
        ([GRANIAN, "--interface", "asginl", "project.asgi:application", "--port"], ""),
        ([sys.executable, "-c", WSGIREF], ""),
        ([sys.executable, "-c", WSGIREF], "https://tenant.example/"),
    ],
)
def test_a_server_started_by_hand_needs_the_entry_point_alone(project, command, issuer):
    port = free_port()
    with serving(project, *command, str(port), port=port, OIDC_ISSUER=issuer) as site:
        assert requests.get(f"{site}/api/movies/", timeout=20).status_code == 401
        # What is missing is said, where runserver would find it by itself.
        page = requests.get(f"{site}/movies", timeout=20)
        assert (page.status_code, "collectstatic" in page.text) == (503, True)
