"""Every command that the docs name exists and takes its options; e2e/test_docs_commands.py runs them.

What begins a block says what is in it: ``sh`` holds commands that are run, or says by ``# needs: …`` why not.
"""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class
from django.core.management.base import CommandError

from tooling.docs import made
from tooling.docs.blocks import FENCED, LINES_OF_TESTS, PAGES_OF_TESTS, Block, blocks
from tooling.docs.pages import pages
from tooling.steps import ROOT

PAGES = sorted(
    {*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/*/README.md")}
    - {ROOT / "CHANGELOG.md"}
)
# What ./run does itself; demo and serve are commands of manage.py as well.
OF_RUN = {*re.findall(r'^    "([\w-]+)": ', (ROOT / "tooling" / "__main__.py").read_text(), re.MULTILINE)}
OF_RUN -= {"demo", "serve"}
WORDS = r"""(?:"[^"]*"|'[^']*'|[^)|;&>#\n"'])+"""  # up to what ends a command, outside of quotes
MADE = {"games"}  # the resource that add-a-resource.md makes and takes away


def commands_of(page: Path) -> Iterator[tuple[list[str], bool]]:
    """Yield the words of each ./run, and whether it stands in a block, whole."""
    text = page.read_text()
    for block in re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        for line in re.sub(r"\\\n\s*", " ", block).splitlines():
            for written in re.findall(rf"(?:^|[(;|] ?|&& )(?:[A-Z_]+=\S+ )*\./run ({WORDS})", line):
                yield shlex.split(written), True
    for written in re.findall(
        r"`(?:[A-Z_]+=\S+ )*\./run ([^`|>]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    ):
        yield written.split(), False


def refusal(words: list[str], whole: bool) -> str:
    """Return why a command cannot be meant so, "" when it can."""
    name, *arguments = words
    if name in OF_RUN:
        bench = whole and name == "bench" and not arguments[0].startswith("-")
        missing = bench and not (ROOT / "benchmarks" / f"{arguments[0]}.py").exists()
        return f"there is no benchmark {arguments[0]}" if missing else ""
    app = get_commands().get(name)
    if app is None:
        return "" if name.endswith(tuple(f"_{made}" for made in MADE)) or not name.islower() else "unknown"
    if whole and "…" not in arguments:
        try:
            command = load_command_class(app, name) if isinstance(app, str) else app
            command.create_parser("./run", name).parse_args(arguments)
        except (CommandError, SystemExit) as error:
            return str(error)
    return ""


@pytest.mark.identity  # some commands are the provider's
@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_each_command_can_be_meant_so(page):
    for words, whole in commands_of(page):
        assert not (why := refusal(words, whole)), f"./run {' '.join(words)}: {why}"


def test_a_slip_is_found():
    assert refusal(["tokn", "robin"], True) == "unknown"
    assert "--audiense" in refusal(["token", "robin", "--audiense", "x"], True)


# What only a command begins with, so that none is shown as something else and run by nobody.
COMMAND = re.compile(
    r"^ *(?:\$ |(?:[A-Z_]+=\S+ )*(?:\./run|curl|pip|python3?|npm|npx|docker|sudo|manage\.py|openssl) )",
    re.MULTILINE,
)


def test_each_block_says_whether_it_holds_commands():
    for page in pages():
        for _indent, language, text in FENCED.findall(page.text):
            assert language, f"{page.file}, sh, text, ini …?\n{text}"
            assert language == "sh" or not COMMAND.search(text), f"{page.file}, sh?\n{text}"


def test_no_remark_follows_a_command_or_a_value():
    """A zsh that is typed into hands it to the command, and in .env it is a part of the value."""
    for page in pages():
        for _indent, language, text in FENCED.findall(page.text):
            assert language not in {"sh", "ini"} or not re.search(r"\S +# ", text), f"{page.file}\n{text}"


def test_what_no_test_runs_is_listed_for_readers():
    listed = made.MAKERS["not-run"]()
    left_out = [block for block in blocks() if block.needs]
    assert left_out
    assert all(f"| {block.needs} |" in listed for block in left_out)
    for by in {*PAGES_OF_TESTS.values(), *LINES_OF_TESTS.values()}:
        assert (ROOT / by).exists(), by


def test_lines_that_other_tests_run_are_left_to_them():
    block = Block("docs/x.md", "PORT=1 ./run demo\n./run client try partner\n./run role Employees\n", "")
    assert block.for_the_shell() == "./run role Employees\n"
