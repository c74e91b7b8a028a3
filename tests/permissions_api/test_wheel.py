"""The guard by itself: its wheel in an empty environment guards another Django project."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from permissions_api import __version__
from tests.issuer import faulty_issuer, token_with
from tooling import certificates
from tooling.install import CACHES, RUNTIME_LOCK, find_uv
from tooling.steps import ROOT

pytestmark = pytest.mark.e2e  # not of a browser, but as slow

EXAMPLE = ROOT / "examples" / "plain-django"
OF_THE_HOUSE = ("project", "resources", "tests", "psycopg", "drf_spectacular", "oauth2_provider")


def run(*command: object, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    # No way leads back to the checkout, nor to its settings.
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "DJANGO"))}
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**kept, **certificates.settings(kept), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory) -> Path:
    """Return a folder outside the checkout: the example, and an environment with the wheel beside it."""
    folder = tmp_path_factory.mktemp("elsewhere")
    build = (sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder)
    built = run(*build, cwd=ROOT / "permissions_api")
    assert built.returncode == 0, built.stderr
    (wheel,) = folder.glob("usher_permissions-*.whl")
    run(find_uv(), "venv", "--python", sys.executable, folder / "venv", cwd=folder)
    install = [find_uv(), "pip", "install", "--python", folder / "venv", "-c", RUNTIME_LOCK, wheel]
    # What .venv was made of lies in the cache as a rule; else it comes from the registry, as the lock has it.
    tried = [run(*install, *how, cwd=folder, **CACHES) for how in (["--offline"], [])]
    assert any(each.returncode == 0 for each in tried), tried[-1].stderr
    shutil.copytree(EXAMPLE, folder / "site")
    return folder


def python(elsewhere: Path, *arguments: str, **environment: str) -> str:
    program = elsewhere / "venv" / "bin" / "python"
    answer = run(program, *arguments, cwd=elsewhere / "site", **environment)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return answer.stdout + answer.stderr


def test_it_is_installed_by_itself(elsewhere):
    program = "import permissions_api; from importlib.metadata import version; "
    program += "print(permissions_api.__file__, version('usher-permissions'))"
    file, version = python(elsewhere, "-c", program).split()
    assert Path(file).is_relative_to(elsewhere / "venv")
    assert Path(file).with_name("py.typed").exists()
    assert version == __version__
    program = f"from importlib.util import find_spec; print([n for n in {OF_THE_HOUSE} if find_spec(n)])"
    assert python(elsewhere, "-c", program).strip() == "[]"
    program = "import django; django.setup(); import permissions_api.contrib.claims"
    python(elsewhere, "-c", program, DJANGO_SETTINGS_MODULE="mysite.settings")


def test_it_guards_an_ordinary_project(elsewhere):
    """Its tests see 401, 403 with the permission's name, 200, and what /me/permissions says."""
    assert "no issues" in python(elsewhere, "manage.py", "check", "--fail-level=WARNING")
    assert "No changes" in python(elsewhere, "manage.py", "makemigrations", "--check", "--dry-run")
    assert re.search(r"^Ran 4 tests.*^OK$", python(elsewhere, "manage.py", "test"), re.DOTALL | re.MULTILINE)


TRIAL = """
from mysite.settings import *
PERMISSIONS_API = {**PERMISSIONS_API, "ISSUER": "%s"}
ALLOWED_HOSTS = ["testserver"]
"""
ASK = """
import json, sys
import django
django.setup()
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
nothing, lists = sys.argv[1:]
for token, address in (("", "games"), (nothing, "games"), (lists, "games"), (lists, "me")):
    path = {"games": "/api/games/", "me": "/me/permissions"}[address]
    answer = Client().get(path, headers={"Authorization": f"Bearer {token}"} if token else {})
    print(json.dumps([answer.status_code, answer.json()]))
"""


def test_it_fetches_the_keys_of_an_issuer(elsewhere):
    """As the site is set up, but for the issuer's address: no key source of tests stands in between."""
    with faulty_issuer() as issuer:
        (elsewhere / "site" / "mysite" / "trial.py").write_text(TRIAL % issuer.issuer)
        audience = "https://api.example.com/"
        tokens = [token_with(*held, audience=audience, iss=issuer.issuer) for held in ([], ["list:games"])]
        said = python(elsewhere, "-c", ASK, *tokens, DJANGO_SETTINGS_MODULE="mysite.trial").splitlines()
    answers = [json.loads(line) for line in said if line.startswith("[")]
    assert [status for status, _ in answers] == [401, 403, 200, 200]
    assert answers[1][1]["required_permission"] == "list:games"
    assert answers[3][1]["permissions"] == ["list:games"]
    assert issuer.fetches["/jwks"] == 1


def test_the_docs_show_the_lines_of_the_example():
    """At most ten lines of settings and two of addresses, as they stand in the example."""
    page = (ROOT / "docs" / "add-the-guard.md").read_text()
    blocks = dict(re.findall(r"```python\n# (\S+)\n(.*?)```", page, re.DOTALL))
    of_the_app = {f"games/{name}.py" for name in ("models", "resource", "tests", "urls", "views")}
    assert set(blocks) == {"settings.py", "urls.py", *of_the_app}
    assert (len(blocks["settings.py"].splitlines()), len(blocks["urls.py"].splitlines())) == (10, 2)
    for name, block in blocks.items():
        file = EXAMPLE / (name if "/" in name else f"mysite/{name}")
        assert block in file.read_text(), name
