"""The commands of the docs, run as written: with --all of every page, else of README and tutorial.

A block that begins with ``# needs: …`` is not run, and ``-rs`` lists it: it wants a tenant, a database or a
person. What the site at http://localhost:8000 is to a reader is the demo of the tests here.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.server import Site
from tooling.steps import ROOT

pytestmark = pytest.mark.e2e

BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
NEEDS = re.compile(r"\A# needs: (.+)")
# Run by others: they serve, test or wait for a person (tests/identity/test_trial.py).
ELSEWHERE = ("./run demo", "./run test", "./run client try partner", "./run client remove partner")
OWN_PROJECT = sorted((ROOT / "docs" / "tutorial").glob("[123]-*.md"))


def scripts() -> Iterator[object]:
    """Yield each page's commands as one script, as a reader types them one after the other."""
    for page in sorted({*ROOT.glob("docs/**/*.md")} - {*OWN_PROJECT}):
        name = str(page.relative_to(ROOT))
        blocks = BLOCK.findall(page.read_text())
        for block in blocks:
            if needs := NEEDS.match(block):
                skipped = pytest.mark.skip(reason=f"{name} needs {needs[1]}: {block.splitlines()[1]}")
                yield pytest.param("", marks=skipped, id=f"{name}, {needs[1]}")
        lines = "".join(block for block in blocks if not NEEDS.match(block)).splitlines()
        script = "\n".join(line for line in lines if not line.startswith(ELSEWHERE))
        if script.strip():
            quick = not os.environ.get("E2E_EVERYBODY")
            marks = [pytest.mark.skip(reason=f"{name}: ./run test --all runs it")] if quick else []
            yield pytest.param(script, marks=marks, id=name)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a folder that is this one by its links, where commands may leave files."""
    for each in ROOT.iterdir():
        if each.name not in {".env", "data"}:
            (tmp_path / each.name).symlink_to(each)
    return tmp_path


@pytest.mark.identity
@pytest.mark.parametrize("script", [*scripts()])
def test_the_commands_of_a_page_run(site: Site, checkout: Path, script: str):
    database = Path(site.environment["DATABASE_URL"].removeprefix("sqlite:///"))
    (checkout / "data").symlink_to(database.parent)
    done = subprocess.run(
        ["/bin/sh", "-eu", "-c", script.replace("http://localhost:8000", site.url)],
        cwd=checkout,
        env=site.environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"


@pytest.mark.identity
def test_the_two_calls_of_the_readme_are_answered_as_it_says(site: Site, checkout: Path):
    readme = (ROOT / "README.md").read_text()
    (shown,) = re.findall(r"```json\n(.*?)```", readme, re.DOTALL)
    film, refused = (
        json.loads(said) for said in _said(re.findall(r"^curl .*", readme, re.MULTILINE), site, checkout)
    )
    assert film["title"]
    assert refused == json.loads(shown.replace("http://localhost:8000", site.url))
    assert list(refused) == list(json.loads(shown))


def _said(commands: list[str], site: Site, folder: Path) -> Iterator[str]:
    for command in commands:
        quiet = command.replace("curl ", "curl -s ", 1).replace("http://localhost:8000", site.url)
        asked = ["/bin/sh", "-c", quiet]
        yield subprocess.run(
            asked, cwd=folder, env=site.environment, capture_output=True, text=True, check=True
        ).stdout


def test_the_tutorial_grows_a_project_step_by_step(tmp_path: Path):
    """Each file is written and each command run as the pages of the first three steps say."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    for page in OWN_PROJECT:
        for kind, text in re.findall(r"^```(\w+)\n(.*?)^```", page.read_text(), re.MULTILINE | re.DOTALL):
            if kind == "python":
                _write(tmp_path, text)
            elif kind == "sh" and not NEEDS.match(text):
                said = "".join(_run(line, tmp_path, environment) for line in text.splitlines())
            elif kind == "text":
                for line in text.splitlines():
                    assert line in said, f"{page.name}: {said}"


def _write(folder: Path, text: str) -> None:
    head, _, body = text.partition("\n")
    name, _, at_its_end = head.removeprefix("# ").partition(", ")
    file = folder / name
    file.write_text(f"{file.read_text()}\n{body}" if at_its_end else body)


PROGRAMS = {"python": [sys.executable], "django-admin": [sys.executable, "-m", "django"]}


def _run(line: str, folder: Path, environment: dict[str, str]) -> str:
    program, *arguments = line.split()
    command = [*PROGRAMS[program], *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"
    return done.stdout + done.stderr
