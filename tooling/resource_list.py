"""``RESOURCES``, the one list of the site's APIs, read and changed where it stands: project/settings.py."""

import ast

from tooling.steps import ROOT

SETTINGS = ROOT / "project" / "settings.py"


def paths() -> list[str]:
    """Return the dotted paths of all declarations, in menu order, without importing any."""
    found: list[str] = ast.literal_eval(_list(SETTINGS.read_text()))
    return found


def apps() -> list[str]:
    """Return the packages that declare resources, each once."""
    return list(dict.fromkeys(path.rsplit(".", 2)[0] for path in paths()))


def with_path(text: str, path: str, before: str) -> str:
    """Return the text of the settings with one more path, in the line above that of ``before``."""
    line = f'    "{before}",\n'
    return text.replace(line, f'    "{path}",\n{line}', 1)


def without_path(text: str, path: str) -> str:
    return text.replace(f'    "{path}",\n', "", 1)


def _list(text: str) -> ast.expr:
    for statement in ast.parse(text).body:
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "RESOURCES":
            return statement.value
    raise LookupError(f"{SETTINGS} assigns no RESOURCES.")
