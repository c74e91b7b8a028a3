"""The docs: what they link to is there, all is in the index, and the reference has a text for every code."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tooling.docs import build, index, links, made
from tooling.docs.made import checks, problems
from tooling.docs.pages import DOCS, pages
from tooling.steps import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/*/README.md")])
MOST_WORDS = 700  # of README, tables and commands included
PROBLEMS = (DOCS / "problems.md").read_text()


def links_of(page: Path) -> Iterator[tuple[Path, str]]:
    """Yield file and anchor of each link that stays within the project; code is no link."""
    for target in links.links_of(page.read_text()):
        path, _, anchor = target.partition("#")
        if ":" not in path:
            yield (page.parent / path if path else page).resolve(), anchor


def anchors_of(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as GitHub makes them."""
    text = re.sub(r"```.*?```", "", page.read_text(), flags=re.DOTALL)
    headings = re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_each_link_leads_somewhere(page):
    for target, anchor in links_of(page):
        assert target.exists(), target
        assert not anchor or target.suffix != ".md" or anchor in anchors_of(target), f"{target}#{anchor}"


def test_a_link_is_found_whether_or_not_its_words_are_code():
    text = "[`a`](one.md) and `[b](no.md)`, [c](two.md#x)\n```\n[d](no.md)\n```\n[![e](three.png)](four.md)"
    assert [*links.links_of(text)] == ["one.md", "two.md#x", "four.md"]


def test_each_page_is_of_a_kind_has_a_line_and_stands_in_the_index():
    for page in pages():
        of_the_index = page.name in {"README"} or page.name.startswith("decisions/0")
        if page.file.is_relative_to(DOCS) and not of_the_index:
            assert page.kind, page.file
            assert page.description, page.file
    written = index.PLACE.search(index.INDEX.read_text())
    assert written
    assert written[0] == index.index(), "python -m tooling.docs.index writes it"


def test_readme_is_short():
    assert len((ROOT / "README.md").read_text().split()) <= MOST_WORDS


def test_every_refusal_is_explained_and_no_other():
    explained = problems.texts(PROBLEMS)
    ours = {code for code, kind in problems.classes().items() if not kind.__module__.startswith("tests")}
    assert explained.keys() == ours
    for code, text in explained.items():
        assert "**Why.**" in text, code
        assert "**What to do.**" in text, code


def test_the_page_of_a_refusal_has_what_its_class_says():
    page = problems.pages(PROBLEMS)["problems/keys_unavailable"]
    assert "503 Service Unavailable" in page
    assert "The issuer's keys cannot be reached just now." in page


def test_every_setting_check_and_command_is_in_the_reference():
    settings = made.MAKERS["settings"]()
    names = re.findall(r'env\.\w+\(\s*"([A-Z0-9_]+)"', (ROOT / "project" / "settings.py").read_text())
    assert all(f"`{name}`" in settings for name in names if name != "DOTENV")
    assert "| `ORIGIN`<br>`DOCUMENTATION` |" in made.MAKERS["guard-settings"]()
    assert {"identity.E001", "permissions_api.E012", "project.W001"} <= {
        check.id for check in checks.all_checks()
    }
    assert "## `signing_key`" in made.MAKERS["commands"]()
    assert "./run demo" in made.MAKERS["run"]()


def test_the_words_that_the_app_explains_are_on_the_page_of_words():
    app = (ROOT / "frontend" / "src" / "features" / "how" / "glossaryEntries.ts").read_text()
    words = (DOCS / "words.md").read_text().lower()
    explained = re.findall(r"word: t`([^`]*)`", app)
    assert explained
    for word in explained:
        for part in re.split(r", | or | and | \(|\)", word.lower()):
            assert part in words, word


def test_what_a_page_is_found_by_stays_in_the_search_when_another_page_is_changed(monkeypatch, tmp_path):
    for name, folder in {"SITE": "site", "STAGED": "pages", "DOCTREES": "doctrees"}.items():
        monkeypatch.setattr(build, name, tmp_path / folder)
    monkeypatch.setattr(build, "stage", lambda: None)
    (tmp_path / "pages").mkdir()
    first, other = (tmp_path / "pages" / name for name in ("README.md", "refused.md"))
    other.write_text("# Refused\n\n```{index} ! single: 403\n```\n")
    for words in ("One day", "Another day"):
        first.write_text(f"# {words}\n\n```{{toctree}}\nrefused\n```\n")
        build.build()
        assert '"403":' in (tmp_path / "site" / "searchindex.js").read_text(), words
