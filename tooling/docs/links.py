"""Links as the git host reads them, turned into links of the site; what leads nowhere is refused."""

import re
from collections.abc import Iterator
from pathlib import Path

from tooling.docs.pages import Page, pages
from tooling.steps import ROOT

# What is looked at in turn: a block of code, a link (with code in its words or not), a piece of code.
PARTS = re.compile(
    r"```.*?```|(?P<link>!?\[(?:`[^`\n]*`|!\[[^\]]*\]\([^)]*\)|[^\]`])*\]\()(?P<target>[^)\s]+)\)|`[^`\n]*`",
    re.DOTALL,
)


class Broken(Exception):
    """A link of the documentation leads nowhere."""


def links_of(text: str) -> Iterator[str]:
    """Yield the target of each link; code has none."""
    return (found["target"] for found in PARTS.finditer(text) if found["target"])


def with_links_of_the_site(page: Page, sources: set[Path]) -> str:
    """Return the page's text; files of the repository that are no pages are added to ``sources``.

    Raises Broken.
    """

    def part(found: re.Match[str]) -> str:
        if not found["target"]:
            return found[0]
        link = _titled(page, found["link"], found["target"])
        return f"{link}{_address(page, found['target'], sources)})"

    return PARTS.sub(part, page.text)


def _titled(page: Page, link: str, target: str) -> str:
    """Let a link that is called by its file, as readers of files like it, be called by the page's title."""
    file = (page.file.parent / target.partition("#")[0]).resolve()
    title = next((other.title for other in pages() if other.file == file), "")
    return f"[{title}](" if title and link == f"[{file.name}](" else link


def _address(page: Page, target: str, sources: set[Path]) -> str:
    path, hash_mark, anchor = target.partition("#")
    if ":" in path or not path or path.startswith("/"):
        return target
    file = (page.file.parent / path).resolve()
    if not file.exists():
        raise Broken(f"{page.file.relative_to(ROOT)} links to {target}, which is not there.")
    up = "../" * page.name.count("/")
    names = {other.file: other.name for other in pages()}
    if file.is_dir() and file / "README.md" in names:
        file /= "README.md"
    if file in names:
        return f"{up}{names[file]}.md{hash_mark}{anchor}"
    if file.suffix in {".png", ".svg"}:
        return f"{up}{file.relative_to(ROOT / 'docs' if file.is_relative_to(ROOT / 'docs') else ROOT)}"
    sources.add(file)
    return f"{up}{source_page(file)}.md"


def source_page(file: Path) -> str:
    """Return the page that shows a file or a folder of the repository."""
    return f"source/{file.relative_to(ROOT)}"
