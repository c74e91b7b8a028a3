"""The reference of settings: those of the site from .env.example, those of the guard from its own class."""

import inspect
import re
from dataclasses import MISSING, Field, fields
from typing import Any

from permissions_api.conf import GuardSettings
from tooling.docs.made.cells import cell
from tooling.steps import ROOT

SECTION = re.compile(r"^# --- (.+?) ---\n(.*?)(?=^# --- |\Z)", re.MULTILINE | re.DOTALL)
VARIABLE = re.compile(r"^#?([A-Z0-9_]+)=(.*)$", re.MULTILINE)
# Lines of a remark, and the variables or names below it.
GROUP = re.compile(r"((?:^# .+\n)+)((?:^#?[A-Z0-9_]+=.*\n?)+)", re.MULTILINE)
OF_THE_GUARD = re.compile(r"((?:^ +# .+\n)+)((?:^ +[A-Z_]+: .+\n)+)", re.MULTILINE)


def of_the_site() -> str:
    """Return every environment variable, in the sections and with the remarks of .env.example."""
    parts: list[str] = []
    for section, text in SECTION.findall((ROOT / ".env.example").read_text()):
        parts += [f"\n## {section}\n", "| variable | such as | what it does |", "|---|---|---|"]
        parts += [_row(*group) for group in GROUP.findall(text)]
    return "\n".join(parts)


def _row(remark: str, variables: str) -> str:
    """Return a row for the variables that stand together below one remark."""
    named = VARIABLE.findall(variables)
    names = "<br>".join(f"`{name}`" for name, _value in named)
    values = "<br>".join(f"`{cell(value)}`" if value else "" for _name, value in named)
    return f"| {names} | {values} | {cell(remark.replace('# ', ''))} |"


def of_the_guard() -> str:
    """Return every name of PERMISSIONS_API with its default, and the remark above it."""
    values = {item.name: item for item in fields(GuardSettings)}
    rows = ["| name | default | what it says |", "|---|---|---|"]
    for remark, names in OF_THE_GUARD.findall(inspect.getsource(GuardSettings)):
        named = re.findall(r"^ +([A-Z_]+):", names, re.MULTILINE)
        defaults = "<br>".join(_default(values[name]) for name in named)
        written = "<br>".join(f"`{name}`" for name in named)
        rows.append(f"| {written} | {defaults} | {cell(remark.replace('# ', ''))} |")
    return "\n".join(rows)


def _default(item: Field[Any]) -> str:
    if item.default is not MISSING:
        return f"`{cell(repr(item.default))}`"
    return f"`{item.default_factory()!r}`" if item.default_factory is not MISSING else "required"
