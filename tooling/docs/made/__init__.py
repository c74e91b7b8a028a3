"""What the reference says, made from the code itself: settings, commands, checks, and every refusal."""

import re
from collections.abc import Callable

from tooling.docs.made import checks, commands, settings

PLACE = re.compile(r"<!-- made from the code: (\S+) -->")
MAKERS: dict[str, Callable[[], str]] = {
    "checks": checks.table,
    "commands": commands.lists,
    "guard-settings": settings.of_the_guard,
    "run": commands.run,
    "settings": settings.of_the_site,
}


def fill(text: str) -> str:
    """Put what the code gives into the places that a page keeps for it."""
    return PLACE.sub(lambda found: MAKERS[found[1]](), text)
