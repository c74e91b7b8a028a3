"""Every page that tells figures has them from benchmarks/results/, and so all tell the same."""

import re

import pytest

from benchmarks import _pages
from permissions_api.tokens.verification import LONGEST_TOKEN
from tooling.docs.pages import DOCS


@pytest.mark.parametrize(
    ("page", "text"), [*_pages.pages().items()], ids=lambda each: getattr(each, "stem", "")
)
def test_a_page_tells_what_was_measured(page, text):
    assert page.read_text() == text, "python -m benchmarks._pages writes it"


def test_every_figure_has_its_place():
    places = [name for page in DOCS.rglob("*.md") for _, name, _ in _pages.PLACE.findall(page.read_text())]
    assert sorted(places) == sorted(_pages.MAKERS)


def test_the_page_of_figures_has_none_by_hand():
    written = _pages.PLACE.sub("", (DOCS / "figures.md").read_text())
    assert not re.findall(r"\d (?:KiB|ms|µs)", written)


@pytest.mark.parametrize("page", ["token-size", "refused"])
def test_the_guards_limit_is_told_as_it_is(page):
    said = re.findall(r"longer than\s+([\d,]+)", (DOCS / f"{page}.md").read_text())
    assert said
    assert {int(number.replace(",", "")) for number in said} == {LONGEST_TOKEN}
