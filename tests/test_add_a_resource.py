"""docs/add-a-resource.md, done line by line in a copy of the project, makes an API that answers."""

import os
import re
import shlex
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.e2e.server import ROOT, Site, running_site_of
from tests.project_copy import copy_of_the_project
from tooling import install
from tooling.startresource.kinds import KINDS

pytestmark = [pytest.mark.e2e, pytest.mark.identity]

DOCUMENT = (ROOT / "docs" / "add-a-resource.md").read_text()
ADD, AFTERWARDS, ASK, REMOVE = re.findall(r"^```sh\n(.*?)^```$", DOCUMENT, re.DOTALL | re.MULTILINE)
HERE = "http://localhost:8000"  # where the document has the site
# Beside the migration and what is written from the code: at most so many lines.
MOST_LINES = 125
AUDIENCE = "https://games.usher.example/"
GIVE = """
from django.contrib.auth.models import Group, Permission, User
User.objects.create_user("robin")
Group.objects.create(name="Players").permissions.add(Permission.objects.get(codename="read:games"))
"""
WRITTEN_FROM_CODE = ("schema.yml", "schema.d.ts", "0001_initial.py")


def run(command: str, folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    database = f"sqlite:///{folder / 'data' / 'usher.sqlite3'}"
    environment = {**os.environ, "DATABASE_URL": database, **settings}
    shell = ["sh", "-c", command]
    return subprocess.run(shell, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def do(command: str, folder: Path, **settings: str) -> str:
    done = run(command, folder, **settings)
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


def refused(command: str, folder: Path, **settings: str) -> str:
    done = run(command, folder, **settings)
    assert done.returncode != 0, done.stdout
    return done.stdout + done.stderr


def shell(code: str, folder: Path) -> str:
    """Run a piece of Python in the site."""
    return do(f"./run shell --no-imports -c {shlex.quote(code)}", folder)


def status(folder: Path) -> str:
    return do("git status --short --untracked-files=all", folder)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project, committed, with the SPA's packages."""
    install.npm_packages()
    copy = copy_of_the_project(tmp_path_factory.mktemp("copy"))
    (copy / ".local").unlink()
    if (kept := ROOT / ".mypy_cache").exists():  # the types of all that the document leaves alone
        shutil.copytree(kept, copy / ".mypy_cache")
    (copy / "frontend" / "node_modules").symlink_to(ROOT / "frontend" / "node_modules")
    names = "-c user.name=Batman -c user.email=batman@gotham.example"
    do(f"git init -q && git add -A && git {names} commit -qm All", copy)
    return copy


@pytest.fixture(scope="module")
def added(copy: Path) -> Path:
    """The copy after what the document says was done."""
    assert status(copy) == ""
    for command in ADD.splitlines():
        do(command, copy)
    return copy


@pytest.fixture(scope="module", params=["single_audience", "token_exchange", "gateway_client_credentials"])
def site(request: pytest.FixtureRequest, added: Path, tmp_path_factory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp(request.param)
    with running_site_of(added, folder, AUDIENCE_STRATEGY=request.param) as running:
        yield running


def test_the_address_that_the_document_asks_answers_whom_it_says(site):
    (asked,) = re.findall(rf'"{HERE}(/api/games/[^"]*)"', ASK)
    config = requests.get(f"{site.url}/config.json", timeout=10).json()
    where = asked if config["strategy"] == "single_audience" else asked.replace("/api/", "/gateway/")
    assert requests.get(site.url + where, timeout=30).status_code == 401
    for person, code in {"joker": 403, "robin": 200, "batman": 200}.items():
        bearer = {"Authorization": f"Bearer {site.manage('token', person, '--audience', config['audience'])}"}
        answer = requests.get(site.url + where, headers=bearer, timeout=30)
        assert answer.status_code == code, answer.text
        if code == 403:
            assert answer.json()["required_permission"] == "list:games"
    address = site.url + where.partition("?")[0]
    made = requests.post(address, json={"title": "Chess"}, headers=bearer, timeout=30)
    assert made.status_code == 201, made.text
    one = f"{address}{made.json()['id']}/"
    changed = requests.patch(one, json={"year": 1475}, headers=bearer, timeout=30)
    assert (changed.status_code, changed.json()["title"], changed.json()["year"]) == (200, "Chess", 1475)
    found = requests.get(site.url + where, headers=bearer, timeout=30).json()["results"]
    assert [each["title"] for each in found] == ["Chess"]
    mine = requests.get(f"{site.url}/me/permissions", headers=bearer, timeout=30).json()
    assert [each["name"] for each in mine["resources"]][:3] == ["movies", "books", "games"]
    assert (
        "/api/games/{id}/" in requests.get(f"{site.url}/api/schema/?format=json", timeout=30).json()["paths"]
    )
    assert requests.delete(one, headers=bearer, timeout=30).status_code == 204


def test_few_lines_are_written(added):
    do("git add --intent-to-add .", added)
    counted = [
        line.split("\t") for line in do("git diff --numstat", added).splitlines()
    ]  # added, taken away, file
    written = {file: int(lines) for lines, _, file in counted if not file.endswith(WRITTEN_FROM_CODE)}
    do("git reset -q", added)
    assert sum(written.values()) <= MOST_LINES, written


def test_with_a_field_of_every_kind_tests_style_types_and_import_rules_hold(added):
    before, files = status(added), "games board_games tests/games tests/board_games"
    do(f"./run startresource board_games {' '.join(f'its_{kind}:{kind}' for kind in KINDS)}", added)
    in_document = ["./run test -k games", "./run lint"]  # the latter does the following, for all files
    assert AFTERWARDS.splitlines() == in_document
    assert " passed" in do(in_document[0], added)
    do("./run lint-imports", added)
    do(f".venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy {files}", added)
    for script in ("lint", "typecheck"):
        npm = f"from tooling import install; install.npm({script!r}, 'run', {script!r})"
        do(f".venv/bin/python -c {shlex.quote(npm)}", added)
    do("./run startresource --remove board_games", added)
    assert status(added) == before


def test_a_step_that_fails_leaves_everything_as_it_was(added):
    before = status(added)
    said = refused("./run startresource films year:year", added, NODE_OPTIONS="--no-such-option")
    assert "as they were" in said
    assert status(added) == before
    assert "films" not in (added / "project" / "settings.py").read_text()


def test_so_does_ctrl_c(added):
    before, schema = status(added), (added / "schema.yml").read_text()
    # A shell lets what it starts in the background, and all below it, pass over Ctrl-C.
    former = signal.signal(signal.SIGINT, signal.default_int_handler)
    command = subprocess.Popen(
        ["./run", "startresource", "films"],
        cwd=added,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    signal.signal(signal.SIGINT, former)
    said = ""
    while "… OpenAPI schema" not in said:
        said += command.stdout.readline()
    assert (added / "films" / "models.py").exists()
    os.killpg(command.pid, signal.SIGINT)
    said += command.communicate(timeout=60)[0]
    assert command.returncode == 130, said
    assert (status(added), (added / "schema.yml").read_text()) == (before, schema)


def test_a_name_that_is_taken_is_refused_and_nothing_is_written(added):
    before = status(added)
    assert "there is one of this name" in refused("./run startresource games", added)
    assert status(added) == before


def test_what_others_lean_on_is_not_taken_away(added):
    assert "movies is imported by " in refused("./run startresource --remove movies", added)
    assert "users cannot be removed" in refused("./run startresource --remove users", added)


def test_what_has_rows_is_not_taken_away(added):
    shell("from games.models import Game; Game(title='Go').save()", added)
    before = status(added)
    assert "games has 1 row" in refused("./run startresource --remove games", added)
    assert status(added) == before


def test_without_its_rows_all_of_it_goes_and_who_was_given_something_is_listed(added):
    shell(GIVE, added)
    do("./run grant robin edit:games", added)
    do(f"./run client add --id shop --grant list:games --audience {AUDIENCE}", added)
    said = do(f"{REMOVE.strip()} --drop-data", added)
    for given in ("robin was given edit:games", "role Players has read:games", "shop was given list:games"):
        assert given in said
    assert f"shop may ask for {AUDIENCE}" in said
    assert status(added) == ""
    assert "games" not in shell(
        "from django.db import connection; print(connection.introspection.table_names())", added
    )
    left = run("./run check --database default", added)
    assert "The permission 'edit:games' is stored, but no resource declares it" in left.stdout + left.stderr
