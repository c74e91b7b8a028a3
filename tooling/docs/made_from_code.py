"""What the reference says, from the code itself: settings, commands, checks, and every refusal."""

import re
from collections.abc import Callable
from pathlib import Path

from tooling.docs.pages import Page

PLACE = re.compile(r"<!-- made from the code: (\S+) -->")


def fill(text: str, page: Page) -> str:
    """Put the tables that the code gives into the places that a page keeps for them."""
    return PLACE.sub(lambda found: MAKERS[found[1]](), text)


def problem_pages(sources: set[Path]) -> dict[str, str]:
    return {}


MAKERS: dict[str, Callable[[], str]] = {}
