"""The list of commands in the pages that no test runs."""

from tooling.docs.blocks import blocks
from tooling.docs.made.cells import cell
from tooling.docs.pages import pages
from tooling.steps import ROOT


def table() -> str:
    """Return each block that is not run, with what it needs and the page that it stands in."""
    names = {str(page.file.relative_to(ROOT)): page for page in pages()}
    rows = ["| it needs | command | page |", "|---|---|---|"]
    for block in sorted((each for each in blocks() if each.needs), key=lambda each: each.needs):
        commands = "<br>".join(f"`{cell(line)}`" for line in block.text.splitlines())
        page = names[block.page]
        rows.append(f"| {block.needs} | {commands} | [{page.title}](../{page.name}.md) |")
    return "\n".join(rows)
