"""Build the site at /docs/: gather the Markdown, let Sphinx make pages of it, write llms.txt beside them."""

import io
import shutil
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from permissions_api import __version__
from tooling.docs import made
from tooling.docs.links import source_page, with_links_of_the_site
from tooling.docs.pages import DOCS, TITLE, Page, in_sidebar, pages
from tooling.steps import ROOT

SITE, WORK = ROOT / "build" / "docs", ROOT / "build" / "docs-work"
STAGED, DOCTREES = WORK / "pages", WORK / "doctrees"
PICTURES = {".png", ".svg"}
LANGUAGES = {".py": "python", ".ts": "typescript", ".tsx": "tsx", ".js": "javascript", ".json": "json"}
OPTIONS = {
    "project": "Usher",
    "version": __version__,
    "extensions": ["myst_parser"],
    "root_doc": "README",
    "myst_heading_anchors": 4,
    "html_theme": "theme",
    "html_theme_path": [str(Path(__file__).parent)],
    "html_copy_source": False,
    "html_use_index": False,
    "html_show_sphinx": False,
    "html_search_scorer": str(Path(__file__).parent / "theme" / "scorer.js"),
    "html_permalinks_icon": "#",
    "smartquotes_action": "qe",  # two dashes begin an option
    "highlight_language": "console",
    # Pieces of configuration and of the shell are shown as they are, whatever a lexer makes of them.
    "suppress_warnings": ["misc.highlighting_failure"],
}


class NotBuilt(Exception):
    """The pages could not be built; the message has what Sphinx said."""


def build() -> None:
    """Make the whole site in build/docs. Raises NotBuilt, or Broken for a link that leads nowhere."""
    stage()
    said = io.StringIO()
    with patch_docutils(), docutils_namespace():
        sphinx = Sphinx(
            STAGED,
            None,
            SITE,
            DOCTREES,
            "html",
            confoverrides={**OPTIONS, "html_context": {"sidebar": _sidebar()}},
            status=None,
            warning=said,
            warningiserror=True,
        )
        # Of pages that it does not write anew Sphinx forgets what the search finds them by.
        sphinx.build(force_all=True)
    if sphinx.statuscode:
        raise NotBuilt(said.getvalue())
    (SITE / "llms.txt").write_text(llms_txt())


def stage() -> None:
    """Write what Sphinx reads; what is as it was keeps its time, and is not made anew."""
    sources: set[Path] = set()
    staged = {f"{page.name}.md": _text(page, sources) for page in pages()}
    written = next(page for page in pages() if page.name == made.problems.PAGE)
    texts = made.problems.pages(made.fill(with_links_of_the_site(written, sources)))
    staged |= {f"{name}.md": text for name, text in texts.items()}
    staged |= {f"{source_page(file)}.md": _source(file) for file in sources}
    for name, text in staged.items():
        _write(STAGED / name, text)
    for file in [*DOCS.rglob("*"), *ROOT.glob("benchmarks/results/*")]:
        if file.suffix in PICTURES:
            copy = STAGED / file.relative_to(DOCS if file.is_relative_to(DOCS) else ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(file, copy)
    for file in STAGED.rglob("*.md"):
        if str(file.relative_to(STAGED)) not in staged:
            file.unlink()


def _text(page: Page, sources: set[Path]) -> str:
    text = made.fill(with_links_of_the_site(page, sources))
    if page.found_by:
        text = TITLE.sub(lambda title: title[0] + _index(page.found_by), text, count=1)
    if page.name == "README":
        text += "".join(_toctree(found) for _heading, found in in_sidebar())
    return text if page.kind or page.name == "README" else f"---\norphan: true\n---\n{text}"


def _index(found_by: str) -> str:
    """Return entries that Sphinx's search puts first; numbers such as 401 it finds by these alone."""
    return "".join(f"\n\n```{{index}} ! single: {term.strip()}\n```" for term in found_by.split(","))


def _toctree(found: list[Page]) -> str:
    names = "\n".join(page.name for page in found if page.name != "README")
    return f"\n```{{toctree}}\n:hidden:\n\n{names}\n```\n"


def _source(file: Path) -> str:
    """Return the page of a file or a folder of the repository, which the search leaves out."""
    name = file.relative_to(ROOT)
    head = f"---\norphan: true\nnosearch: true\n---\n# `{name}`\n\n"
    if file.is_dir():
        lines = [f"{each.name}/" if each.is_dir() else each.name for each in sorted(file.iterdir())]
        shown = "\n".join(line for line in lines if not line.startswith(("__pycache__", "node_modules", ".")))
        return f"{head}A folder of the repository:\n\n```text\n{shown}\n```\n"
    return f"{head}``````{LANGUAGES.get(file.suffix, 'text')}\n{file.read_text()}\n``````\n"


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists() or file.read_text() != text:
        file.write_text(text)


def _sidebar() -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Return each heading with its pages: name, title, and the folder of the pages below it."""
    return [
        (heading, [(page.name, page.title, f"{page.name.removesuffix('/README')}/") for page in found])
        for heading, found in in_sidebar()
    ]


def llms_txt() -> str:
    """Return the index for language models: each page with its line, as https://llmstxt.org has it."""
    lines = [
        "# Usher",
        "",
        "> One React app, several APIs, people with roles: a Django project whose APIs are guarded by the",
        "> permissions in access tokens, with an OpenID Provider of its own or a tenant at Auth0.",
    ]
    for heading, found in in_sidebar():
        lines += ["", f"## {heading}", ""]
        lines += [f"- [{page.title}](/docs/{page.name}.html): {page.description}" for page in found]
    return "\n".join([*lines, ""])
