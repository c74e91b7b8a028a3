"""docs/add-a-resource.md, done line by line in a copy of the project, makes an API that answers."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from tests.e2e.server import ROOT, Site, running_site_of
from tests.project_copy import copy_of_the_project

pytestmark = [pytest.mark.e2e, pytest.mark.identity]

DOCUMENT = ROOT / "docs" / "add-a-resource.md"
HERE = "http://localhost:8000"  # where the document has the site


@dataclass(frozen=True)
class Block:
    """A block of code of the document. ``file`` is what its first line names; commands name none."""

    language: str
    file: str
    text: str


def blocks() -> list[Block]:
    found = []
    for language, text in re.findall(
        r"^```(\w*)\n(.*?)^```$", DOCUMENT.read_text(), re.DOTALL | re.MULTILINE
    ):
        first, _, rest = text.partition("\n")
        named = re.fullmatch(r"# (\S+)", first)
        found.append(Block(language, named[1] if named else "", rest if named else text))
    return found


def do(block: Block, folder: Path) -> None:
    """Do in the project at ``folder`` what a block says: write a file, change one, or run commands."""
    if block.language == "python":
        (folder / block.file).write_text(block.text)
    elif block.language == "diff":
        change(folder / block.file, block.text)
    elif "curl" not in block.text:
        for command in block.text.splitlines():
            run(command, folder)


def change(file: Path, diff: str) -> None:
    """Replace the lines of a diff that begin with a blank or - by those that begin with a blank or +."""
    before, after = (
        "".join(f"{line[1:]}\n" for line in diff.splitlines() if line[0] in kept) for kept in (" -", " +")
    )
    text = file.read_text()
    assert text.count(before) == 1, f"{file.name} does not have these lines once:\n{before}"
    file.write_text(text.replace(before, after))


def run(command: str, folder: Path) -> str:
    database = f"sqlite:///{folder / 'data' / 'usher.sqlite3'}"
    environment = {**os.environ, "DATABASE_URL": database}
    shell = ["sh", "-c", command]
    done = subprocess.run(shell, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project after everything that the document says was done."""
    copy = copy_of_the_project(tmp_path_factory.mktemp("copy"))
    for block in blocks():
        do(block, copy)
    return copy


@pytest.fixture(scope="module", params=["single_audience", "token_exchange"])
def site(request: pytest.FixtureRequest, followed: Path, tmp_path_factory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp(request.param)
    with running_site_of(followed, folder, AUDIENCE_STRATEGY=request.param) as running:
        yield running


def test_the_address_that_the_document_asks_answers_whom_it_says(site):
    (asked,) = re.findall(rf'"{HERE}(/api/theatres/[^"]*)"', DOCUMENT.read_text())
    config = requests.get(f"{site.url}/config.json", timeout=10).json()
    where, audience = asked, config["audience"]
    if config["strategy"] == "token_exchange":
        where = asked.replace("/api/", "/gateway/")
    for person, status in {"joker": 403, "robin": 200, "batman": 200}.items():
        token = site.manage("token", person, "--audience", audience)
        answer = requests.get(site.url + where, headers={"Authorization": f"Bearer {token}"}, timeout=30)
        assert answer.status_code == status, answer.text
    assert answer.json()["results"] == []
    made = requests.post(
        f"{site.url}{where.partition('?')[0]}",
        json={"title": "Odéon", "city": "Paris"},
        headers={"Authorization": f"Bearer {token}"},
        timeout=30,
    )
    assert made.status_code == 201, made.text


def test_the_matrix_and_who_imports_whom_hold_with_its_rows(followed):
    run(f"{sys.executable} -m pytest -q tests/test_matrix.py -k 'theatres or every_operation'", followed)
    run(f"{sys.executable} -m tooling lint-imports", followed)
