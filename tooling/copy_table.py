"""Write the table of what to take along with an idea, from what its files really import."""

import ast
import itertools
import re
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "copy-an-idea.md"
PLACE = re.compile(r"(?<=<!-- copy table -->\n).*(?=\n<!-- end of copy table -->)", re.DOTALL)
FOLDER = re.compile("(?:frontend/src/)?[^/]+/")
FEW = 3

# What it is, the files to begin with, and what no import shows.
IDEAS: list[tuple[str, tuple[str, ...], str]] = [
    (
        "an access token verified, without a request: `verify(token, keys, issuer, audiences)`",
        ("permissions_api/tokens/verification.py",),
        "[`jwks.py`](../permissions_api/tokens/jwks.py) for the keys of a real issuer",
    ),
    (
        "the guard of Django REST Framework's views, and `/me/permissions`",
        ("permissions_api/permissions.py", "permissions_api/authentication.py", "permissions_api/me/urls.py"),
        "[ten lines of settings](add-the-guard.md)",
    ),
    (
        "the SPA's permission hook: `can`, `/me/permissions` followed live, the login it needs",
        (
            "frontend/src/session/usePermissions.ts",
            "frontend/src/session/live/useLivePermissions.ts",
            "frontend/src/session/SessionProvider.tsx",
            "frontend/src/session/loadTokenHolder.ts",
        ),
        "[`/config.json`](../project/spa.py); [`permission.ts`](../frontend/src/api/permission.ts) types"
        " the names",
    ),
    ("the OpenID Provider", ("identity/urls.py",), "its two parts of the settings"),
    ("a gateway that streams and checks first", ("gateway/urls.py",), '"Which APIs" in the settings'),
    (
        "a backend for the frontend: the session of a page that has no token",
        ("bff/urls.py",),
        "the settings `BFF_…`; [`session/server`](../frontend/src/session/server) in the SPA",
    ),
    ("long lists, `If-Match`", ("resources/pagination.py", "permissions_api/conditional.py"), ""),
    ("imports of large files", ("importing/importer.py",), ""),
]


def closure(*begin: str) -> list[str]:
    """The project's files that these need, themselves among them."""
    needed, waiting = set(begin), list(begin)
    while waiting:
        file = ROOT / waiting.pop()
        found = python_imports(file) if file.suffix == ".py" else spa_imports(file)
        waiting += (new := {str(path.relative_to(ROOT)) for path in found} - needed)
        needed |= new
    return sorted(needed)


def python_imports(file: Path) -> set[Path]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    # A name may be a module or something within one, and its packages are read on the way.
    steps = [name.split(".") for name in names]
    stems = [ROOT.joinpath(*parts[:end]) for parts in steps for end in range(1, len(parts) + 1)]
    paths = [path for stem in stems for path in (stem.with_suffix(".py"), stem / "__init__.py")]
    return {path for path in paths if path.is_file()}


def spa_imports(file: Path) -> set[Path]:
    names = re.findall(r'(?:from|import)[ (]"(@/|\./)([^"]+)"', file.read_text())
    stems = [(ROOT / "frontend/src" if start == "@/" else file.parent) / name for start, name in names]
    paths = [Path(f"{stem}{ending}") for stem in stems for ending in ("", ".ts", ".tsx", ".d.ts")]
    return {path for path in paths if path.is_file()}


def table() -> str:
    rows = ["| what | where to begin | what it imports | what else |", "|---|---|---|---|"]
    for what, begin, more in IDEAS:
        links = ", ".join(f"[`{Path(file).name}`](../{file})" for file in begin)
        rows.append(f"| {what} | {links} | {in_words(closure(*begin))} | {more} |")
    return "\n".join(rows)


def in_words(files: list[str]) -> str:
    """A folder, or the files themselves where these are few."""
    parts = []
    for folder, group in itertools.groupby(files, lambda file: FOLDER.findall(file)[0]):
        names = [f"`{name}`" for name in group if not name.endswith("__init__.py")]
        parts += names if len(names) <= FEW else [f"`{folder}`"]
    return ", ".join(parts)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print("\n".join(closure(*sys.argv[1:])))
    else:
        PAGE.write_text(PLACE.sub(lambda _: table(), PAGE.read_text()))
