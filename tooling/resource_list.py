"""``RESOURCES``, the one list of the site's APIs, read and changed where it stands: project/settings.py."""

import ast

from tooling.steps import ROOT

# The packages of the house that declare resources themselves; they come last in the menu.
OWN = ("directory.", "audit.")
SETTINGS = ROOT / "project" / "settings.py"


def paths() -> list[str]:
    """Return the dotted paths of all declarations, in menu order, without importing any."""
    found: list[str] = ast.literal_eval(_list(SETTINGS.read_text()))
    return found


def apps() -> list[str]:
    """Return the packages that declare resources, each once."""
    return list(dict.fromkeys(path.rsplit(".", 2)[0] for path in paths()))


def add(path: str) -> None:
    """Write one more path after those of other apps, before the house's own."""
    text, own = SETTINGS.read_text(), next((each for each in paths() if each.startswith(OWN)), "")
    place = f'    "{own}",\n' if own else "]\n"
    start = text.index("\nRESOURCES = [")
    where = text.index(place, start)
    SETTINGS.write_text(f'{text[:where]}    "{path}",\n{text[where:]}')


def remove(path: str) -> None:
    SETTINGS.write_text(SETTINGS.read_text().replace(f'    "{path}",\n', "", 1))


def _list(text: str) -> ast.expr:
    for statement in ast.parse(text).body:
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "RESOURCES":
            return statement.value
    raise LookupError(f"{SETTINGS} assigns no RESOURCES.")
