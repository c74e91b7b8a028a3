"""The commands of the docs, run as written: with --all of every page, else of README and tutorial.

A block that begins with ``# needs: …`` is not run: ``-rs`` and docs/reference/commands.md list it. What the
site at http://localhost:8000 is to a reader is a demo here.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import groupby
from pathlib import Path

import pytest

from tests.e2e.server import Site, running_site
from tooling.docs.blocks import NEEDS, PAGES_OF_TESTS, Block, blocks
from tooling.steps import ROOT

pytestmark = pytest.mark.e2e

OWN_PROJECT = sorted((ROOT / "docs" / "tutorial").glob("[123]-*.md"))
STRATEGY = re.compile(r"^AUDIENCE_STRATEGY=(\w+) \./run demo$", re.MULTILINE)
# What a reader of a page has already; that of another page may be there by now.
BEFORE = {
    "docs/auth0.md": "export DEMO=0",  # a site at a tenant, under a name of its own
    "docs/how-to/rotate-keys.md": (
        "./run client add --id portal --redirect-uri https://portal.example/callback || true"
    ),
}
# What a page says of its calls where one is refused. Every other call is answered 200.
ANSWERS = {
    "README.md": ["200", "403"],
    "docs/refused.md": ["401", "403"],
    "docs/tutorial/5-a-live-change.md": ["403"],
    "docs/tutorial/7-a-backend-for-the-frontend.md": ["401", "403"],
}
# By itself curl ends with 0 when it is refused.
TELLS_ITS_ANSWER = 'write-out = "%{stderr}\\nanswered %{http_code}\\n"\n'


def scripts() -> Iterator[object]:
    """Yield each page's commands as one script, as a reader types them one after the other."""
    quick = not os.environ.get("E2E_EVERYBODY")
    found = [(page, [*of]) for page, of in groupby(blocks(), lambda block: block.page)]
    # Those first that are refused something: commands of other pages give people more.
    for page, written in sorted(found, key=lambda each: each[0] not in ANSWERS):
        of_the_page = written if page not in PAGES_OF_TESTS else []
        for block in of_the_page:
            if block.needs:
                reason = f"{page} needs {block.needs}: {block.text.splitlines()[0]}"
                yield pytest.param(page, "", "", marks=pytest.mark.skip(reason), id=f"{page}, {block.needs}")
        script = "".join(block.for_the_shell() for block in of_the_page if not block.needs)
        if script.strip():
            marks = [pytest.mark.skip(f"{page}: ./run test --all runs it")] if quick else []
            yield pytest.param(page, script, _strategy(of_the_page), marks=marks, id=page)


def _strategy(found: list[Block]) -> str:
    """Return under which strategy a page starts the demo."""
    named = STRATEGY.search("".join(block.text for block in found))
    return named[1] if named else "single_audience"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a folder that is this one by its links, where commands may leave files."""
    for each in ROOT.iterdir():
        if each.name not in {".env", "data"}:
            (tmp_path / each.name).symlink_to(each)
    return tmp_path


@pytest.fixture(scope="module")
def site_under(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Site]]:
    """Return a giver of demos that no other test knows: commands shut people out, and change keys."""
    started: dict[str, Site] = {}
    with ExitStack() as stack:

        def give(strategy: str) -> Site:
            if strategy not in started:
                folder = tmp_path_factory.mktemp(strategy)
                started[strategy] = stack.enter_context(running_site(folder, AUDIENCE_STRATEGY=strategy))
            return started[strategy]

        yield give


@pytest.mark.identity
@pytest.mark.parametrize(("page", "script", "strategy"), [*scripts()])
def test_the_commands_of_a_page_run(
    site_under: Callable[[str], Site], checkout: Path, page: str, script: str, strategy: str
):
    site = site_under(strategy)
    database = Path(site.environment["DATABASE_URL"].removeprefix("sqlite:///"))
    (checkout / "data").symlink_to(database.parent)
    written = f"{BEFORE.get(page, '')}\n{script}".replace("http://localhost:8000", site.url)
    (checkout / ".curlrc").write_text(TELLS_ITS_ANSWER)
    done = subprocess.run(
        ["/usr/bin/env", "bash", "-euo", "pipefail", "-c", written],
        cwd=checkout,
        env={**site.environment, "CURL_HOME": str(checkout)},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    answered = re.findall(r"^answered (\d+)$", done.stderr, re.MULTILINE)
    assert answered == ANSWERS.get(page, ["200"] * script.count("curl ")), f"{done.stdout}\n{done.stderr}"


@pytest.mark.parametrize("page", ANSWERS)
def test_a_page_names_the_refusal_that_its_call_meets(page: str):
    text = re.sub(r"```.*?```", "", (ROOT / page).read_text(), flags=re.DOTALL)
    assert all(answer in text for answer in ANSWERS[page] if answer != "200")


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
