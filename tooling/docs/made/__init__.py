"""What the reference says, made from the code itself: settings, commands, checks, and every refusal."""

import re
from collections.abc import Callable

from tooling.docs.made import checks, commands, not_run, problems, settings
from tooling.docs.pages import DECISIONS, pages

PLACE = re.compile(r"<!-- made from the code: (\S+) -->")


def decisions() -> str:
    """Return the list of decisions."""
    found = (page for page in pages() if page.name.startswith(DECISIONS))
    return "\n".join(f"- [{page.title}]({page.file.name})" for page in found)


MAKERS: dict[str, Callable[[], str]] = {
    "checks": checks.table,
    "commands": commands.lists,
    "decisions": decisions,
    "field-codes": problems.field_codes,
    "guard-settings": settings.of_the_guard,
    "not-run": not_run.table,
    "problems": problems.table,
    "run": commands.run,
    "settings": settings.of_the_site,
}


def fill(text: str) -> str:
    """Put what the code gives into the places that a page keeps for it."""
    return PLACE.sub(lambda found: MAKERS[found[1]](), text)
