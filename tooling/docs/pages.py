"""Which files become pages of the site, under which names, and what each says of itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tooling.steps import ROOT

DOCS = ROOT / "docs"
# The sidebar, from top to bottom.
KINDS = {
    "tutorial": "Tutorial",
    "how-to-apis": "How to use the APIs",
    "how-to-build": "How to build with it",
    "how-to-run": "How to run it",
    "how-to-issuer": "How to use another issuer",
    "reference": "Reference",
    "explanation": "Explanation",
    "project": "The project",
}
# Pages outside docs/, which have no front matter: what they are is said here.
OTHERS = {
    "README.md": "What Usher is, the two commands, five questions answered.",
    "DEVELOPERS.md": "The parts of the test run, the floors of the house, and its rules.",
    "CONTRIBUTING.md": "How a change looks.",
    "SECURITY.md": "How to report a way in.",
    "CODE_OF_CONDUCT.md": "How we treat each other.",
    "CHANGELOG.md": "What each release brought.",
    "benchmarks/README.md": "How it is measured, and which command measures what.",
    "benchmarks/results/*.md": "Figures of one run.",
    "examples/*/README.md": "An example to copy.",
    "permissions_api/README.md": "The guard, a package of its own.",
}
DECISIONS = "decisions/0"  # what the names of their pages begin with
FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
TITLE = re.compile(r"^# (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Page:
    """One file of Markdown, and the page it becomes."""

    file: Path
    name: str  # of the page, without an ending: "audiences", "decisions/0001-me-access"
    kind: str  # one of KINDS; "" is in no sidebar
    title: str
    description: str
    order: int
    found_by: str  # what people look for who mean this page, separated by commas: "401, 403"
    text: str  # without its front matter


@cache
def pages() -> list[Page]:
    """Return every page, in the order of the sidebar."""
    found = [_page(file, _name(file), *_front_matter(file)) for file in sorted(DOCS.rglob("*.md"))]
    for pattern, description in OTHERS.items():
        for file in sorted(ROOT.glob(pattern)):
            deep = "*" in pattern
            head = {"kind": "" if deep else "project", "description": description}
            found.append(_page(file, _name(file), head, file.read_text()))
    kinds = list(KINDS)
    return sorted(found, key=lambda page: (kinds.index(page.kind) if page.kind else len(kinds), page.order))


def in_sidebar() -> Iterator[tuple[str, list[Page]]]:
    """Yield each heading of the sidebar with its pages."""
    for kind, heading in KINDS.items():
        yield heading, [page for page in pages() if page.kind == kind]


def _name(file: Path) -> str:
    if file == ROOT / "README.md":
        return "about"
    if file.is_relative_to(DOCS):
        return str(file.relative_to(DOCS).with_suffix(""))
    name = str(file.relative_to(ROOT).with_suffix(""))
    return name if "/" in name else name.lower()


def _front_matter(file: Path) -> tuple[dict[str, Any], str]:
    text = file.read_text()
    found = FRONT_MATTER.match(text)
    if found:
        return yaml.safe_load(found[1]), text[found.end() :]
    return {}, text


def _page(file: Path, name: str, head: dict[str, Any], text: str) -> Page:
    title = TITLE.search(text)
    return Page(
        file=file,
        name=name,
        kind=head.get("kind", ""),
        title=head.get("title") or (re.sub(r"[`*]", "", title[1]) if title else name),
        description=head.get("description", ""),
        order=head.get("order", 100),
        found_by=str(head.get("found-by", "")),
        text=text,
    )
