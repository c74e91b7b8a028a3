"""The blocks of code in the pages: which hold commands, and why no test runs some of these."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tooling.docs.pages import pages
from tooling.steps import ROOT

FENCED = re.compile(r"^( *)```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
NEEDS = re.compile(r"# needs: (.+)\n")
# Pages whose commands a test of their own runs.
PAGES_OF_TESTS = {
    "docs/add-a-resource.md": "tests/test_add_a_resource.py",
    "docs/add-the-guard.md": "tests/permissions_api/test_wheel.py",
    "docs/tutorial/1-a-guarded-view.md": "tests/e2e/test_docs_commands.py",
    "docs/tutorial/2-a-second-api.md": "tests/e2e/test_docs_commands.py",
    "docs/tutorial/3-a-second-audience.md": "tests/e2e/test_docs_commands.py",
    "examples/vue/README.md": "tests/e2e/test_vue_example.py",
}
# Lines that stay in the foreground, wait for a person, or are the test run itself.
LINES_OF_TESTS = {
    r"(?:[A-Z_]+=\S+ )*\./run demo\b": "tests/e2e/server.py",
    r"\./run (?:test|lint)\b": "tooling/suite.py",
    r"\./run client (?:try|remove) partner\b": "tests/identity/test_trial.py",
}


@dataclass(frozen=True)
class Block:
    """A block of commands."""

    page: str  # its file, such as "docs/operating.md"
    text: str
    needs: str  # what a test has not, "" where one runs it

    def for_the_shell(self) -> str:
        """Return the commands without the lines that other tests run."""
        lines = self.text.splitlines(keepends=True)
        return "".join(line for line in lines if not any(re.match(each, line) for each in LINES_OF_TESTS))


def blocks() -> Iterator[Block]:
    """Yield the blocks of commands of every page, as they stand in it."""
    for page in pages():
        for _indent, language, text in FENCED.findall(page.text):
            if language == "sh":
                needs = NEEDS.match(text)
                written = text[needs.end() :] if needs else text
                yield Block(str(page.file.relative_to(ROOT)), written, needs[1] if needs else "")
