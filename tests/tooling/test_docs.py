"""The documentation's pages are all in its index, and what they link to is there."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tooling.steps import ROOT

LINK = re.compile(r"\]\(([^)\s]+)\)")
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/*/README.md")])


def links_of(page: Path) -> Iterator[tuple[Path, str]]:
    """Yield file and anchor of each link that stays within the project; code is no link."""
    text = re.sub(r"```.*?```|`[^`\n]*`(?!\])", "", page.read_text(), flags=re.DOTALL)
    for target in LINK.findall(text):
        path, _, anchor = target.partition("#")
        if ":" not in path:
            yield (page.parent / path if path else page).resolve(), anchor


def anchors_of(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_each_link_leads_somewhere(page):
    for target, anchor in links_of(page):
        assert target.exists(), target
        assert not anchor or target.suffix != ".md" or anchor in anchors_of(target), f"{target}#{anchor}"


def test_each_page_is_in_the_index():
    listed = {target for target, _ in links_of(ROOT / "docs" / "README.md")}
    assert {*ROOT.glob("docs/*.md")} - listed == {ROOT / "docs" / "README.md"}
