"""./run test and plain pytest: settings of their own, and no more installed than the selection needs."""

import os
import re
import subprocess
import sys
from fnmatch import fnmatchcase
from pathlib import Path

from tests.e2e.server import ROOT
from tooling.suite import SETTINGS, configuration_lines, configurations

# Each of these would fail some test, were it read.
DOTENV = """\
PORT=8137
SITE_URL=http://elsewhere.localhost:8137
DEMO=1
SECRET_KEY=of-a-developer
DATABASE_URL=postgresql://nobody@127.0.0.1:1/nothing
OIDC_ISSUER=https://tenant.example/
API_RATE=1/d
"""
# No registry answers here: whatever must be installed fails, and says its name.
CLOSED = {"npm_config_registry": "http://127.0.0.1:9", "npm_config_fetch_retries": "0"}


def in_copy(folder: Path, *command: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    """Run a command there as from a shell that has set nothing of the site's."""
    own = {name: value for name, value in os.environ.items() if name not in {*SETTINGS, "DATABASE_URL"}}
    own = {name: value for name, value in own.items() if not name.startswith(("PYTEST", "DJANGO", "OIDC"))}
    return subprocess.run(
        command, cwd=folder, env={**own, **variables}, capture_output=True, text=True, check=False
    )


def test_plain_pytest_reads_no_dotenv_file_nor_do_the_processes_it_starts(project_copy):
    (project_copy / ".env").write_text(DOTENV)
    pytest = str(Path(sys.executable).parent / "pytest")
    files = ("tests/project/test_daily.py", "tests/project/test_pages.py", "tests/project/test_manage.py")
    some = "long_ago or under_another_host or not_prepared"
    done = in_copy(project_copy, pytest, "-q", *files, "-k", some)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_test_without_a_browser_builds_and_installs_nothing_of_the_spa(project_copy):
    done = in_copy(project_copy, "./run", "test", "-q", "tests/movies", "-k", "matched_whole", **CLOSED)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "passed" in done.stdout
    for made in ("frontend/node_modules", "frontend/dist", "tests/clients/node_modules", "build"):
        assert not (project_copy / made).exists()


def test_tests_of_others_clients_ask_for_their_packages_and_for_no_browser(project_copy):
    done = in_copy(project_copy, "./run", "test", "-q", "tests/e2e/test_official_clients.py", **CLOSED)
    assert done.returncode == 1
    assert "Install the packages of tests/clients/: failed" in done.stdout
    assert "frontend" not in done.stdout


def test_a_test_in_a_browser_asks_for_the_spa(project_copy):
    clients = "tests/clients/node_modules"
    (project_copy / clients).symlink_to(ROOT / clients)
    done = in_copy(project_copy, "./run", "test", "-q", "tests/e2e/test_people.py", **CLOSED)
    assert done.returncode == 1
    assert "Install the packages of frontend/: failed" in done.stdout


def test_every_test_file_is_in_the_list_of_configurations_and_every_line_fits_one():
    chosen = configurations()
    assert {name for names in chosen.values() for name in names} == {
        "sqlite",
        "postgresql",
        "issuer",
        "servers",
    }
    assert [file for file, names in chosen.items() if not names] == []
    patterns = [pattern for pattern, _ in configuration_lines()]
    assert [pattern for pattern in patterns if not any(fnmatchcase(file, pattern) for file in chosen)] == []


def test_what_starts_servers_of_its_own_and_nothing_else_is_listed_so():
    for file, names in configurations().items():
        marked = re.search(r"^pytestmark = \[?\s*.*mark\.e2e", (ROOT / file).read_text(), re.MULTILINE)
        assert (names == ["servers"]) == bool(marked), file
