"""The SPA's list of resources, from which pages and menu entries follow: frontend/src/app/features.ts."""

import re
from pathlib import Path

from tooling import install

FEATURES = install.FRONTEND / "src" / "app" / "features.ts"


def add(name: str, variable: str) -> None:
    """Add what ``features/NAME/NAME.ts`` exports at the end of the list, and its import in order."""
    text = FEATURES.read_text()
    imports = re.findall(r'^import .* from "@/.*";\n', text, re.MULTILINE)
    following = next(each for each in imports if _path(each) > f"@/features/{name}/{name}")
    text = text.replace(following, f"{_import(name, variable)}{following}")
    FEATURES.write_text(_with_elements(text, [*_elements(text), variable]))


def format_with(*others: Path) -> None:
    """Let biome put the list, and other files or folders of the SPA, into their format."""
    pages = [str(path.relative_to(install.FRONTEND)) for path in (FEATURES, *others)]
    install.npm("The format of the SPA's files", "run", "format", "--", *pages)


def _path(line: str) -> str:
    return line.split('"')[1]


def remove(name: str, variable: str) -> None:
    text = FEATURES.read_text().replace(_import(name, variable), "")
    FEATURES.write_text(_with_elements(text, [each for each in _elements(text) if each != variable]))


def _import(name: str, variable: str) -> str:
    return f'import {{ {variable} }} from "@/features/{name}/{name}";\n'


def _elements(text: str) -> list[str]:
    found = re.search(r"export const RESOURCES = \[(.*?)\];", text, re.DOTALL)
    if not found:
        raise LookupError(f"{FEATURES} has no list RESOURCES.")
    return re.findall(r"\w+", found[1])


def _with_elements(text: str, elements: list[str]) -> str:
    return re.sub(
        r"(export const RESOURCES = )\[.*?\];", rf"\1[{', '.join(elements)}];", text, flags=re.DOTALL
    )
