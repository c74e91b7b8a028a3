"""The reference of system checks: read from the code, as most of them are silent in a site that is well."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tooling.docs.made.cells import cell
from tooling.docs.made.house import house_packages
from tooling.steps import ROOT

LEVELS = {"Error": "error", "Warning": "warning", "Info": "remark"}
NUMBERED = {"_id", "id_of"}  # functions that make an id of a number, with the app's name


@dataclass(frozen=True)
class Check:
    id: str
    level: str
    message: str
    hint: str


def table() -> str:
    """Return every message that `./run check` may write, by its id."""
    rows = ["| id | kind | what it says | what to do |", "|---|---|---|---|"]
    for check in sorted(set(all_checks()), key=lambda check: (check.id.partition(".")[0], check.id)):
        rows.append(f"| `{check.id}` | {check.level} | {cell(check.message)} | {cell(check.hint)} |")
    return "\n".join(rows)


def all_checks() -> Iterator[Check]:
    for package in house_packages():
        for file in sorted((ROOT / package).rglob("*checks.py")):
            yield from _checks_of(package, file)


def _checks_of(package: str, file: Path) -> Iterator[Check]:
    module = ast.parse(file.read_text())
    for function in (node for node in ast.walk(module) if isinstance(node, ast.FunctionDef)):
        # What a message or a hint was called before: by the last line that names it above its use.
        named: list[tuple[int, str, ast.expr]] = [
            (node.lineno, node.targets[0].id, node.value)
            for node in ast.walk(function)
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        ]
        for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
            if isinstance(call.func, ast.Name) and call.func.id in LEVELS:
                yield _check(package, call, named, ast.get_docstring(function) or "")


def _check(package: str, call: ast.Call, named: list[tuple[int, str, ast.expr]], asked: str) -> Check:
    """Return what a call makes; where its message comes from elsewhere, what is asked stands in its place."""
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    above = {
        name: value for line, name, value in sorted(named, key=lambda each: each[0]) if line <= call.lineno
    }
    assert isinstance(call.func, ast.Name)
    return Check(
        id=_id(package, given["id"]),
        level=LEVELS[call.func.id],
        message=said if (said := _words(call.args[0], above)) != "…" else asked,
        hint=_words(given["hint"], above) if "hint" in given else "",
    )


def _id(package: str, value: ast.expr) -> str:
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id in NUMBERED:
        return f"{package}.E{ast.literal_eval(value.args[0]):03}"
    return str(ast.literal_eval(value))


def _words(value: ast.expr, above: dict[str, ast.expr]) -> str:
    """Return a text as it stands in the code; what is put in at run time is an ellipsis."""
    if isinstance(value, ast.Name) and value.id in above:
        return _words(above[value.id], {})
    if isinstance(value, ast.Constant):
        return str(value.value)
    if isinstance(value, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in value.values)
    if isinstance(value, ast.BinOp):
        return _words(value.left, above) + _words(value.right, above)
    return "…"
