"""``python -m tooling.docs.index``: write the index in docs/README.md from the pages' front matter."""

import re

from tooling.docs.pages import DOCS, Page, in_sidebar
from tooling.steps import ROOT

INDEX = DOCS / "README.md"
PLACE = re.compile(r"(?<=<!-- index -->\n).*(?=<!-- end of index -->)", re.DOTALL)


def index() -> str:
    """Return the pages by their kinds, as docs/README.md lists them."""
    return "".join(_section(heading, found) for heading, found in in_sidebar())


def _section(heading: str, found: list[Page]) -> str:
    rows = [f"| [{page.title}]({_link(page)}) | {page.description} |" for page in found]
    return "\n".join([f"\n### {heading}\n", "| page | what it has |", "|---|---|", *rows, ""])


def _link(page: Page) -> str:
    inside = page.file.is_relative_to(DOCS)
    return str(page.file.relative_to(DOCS)) if inside else f"../{page.file.relative_to(ROOT)}"


if __name__ == "__main__":
    INDEX.write_text(PLACE.sub(lambda _: index(), INDEX.read_text()))
