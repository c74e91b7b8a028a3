"""A resource that is asked for: its names and fields, and the words that its templates are filled with."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tooling.startresource.kinds import KINDS
from tooling.steps import ROOT

FEATURES = Path("frontend") / "src" / "features"


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    kind: str

    @property
    def label(self) -> str:
        return self.name.replace("_", " ")


@dataclass(frozen=True, slots=True)
class Plan:
    """``name`` is that of the resource, its app and its address, ``one`` a single one of them in words."""

    name: str
    one: str
    fields: Sequence[Field]  # beside the title

    @property
    def path(self) -> str:
        """The dotted path of its declaration."""
        return f"{self.name}.resource.{self.name.upper()}"

    @property
    def folders(self) -> list[Path]:
        """Where all is written that is its own."""
        return [ROOT / self.name, ROOT / "tests" / self.name, ROOT / FEATURES / self.name]

    @property
    def variable(self) -> str:
        """What the SPA calls it: boardGames."""
        first, *others = self.name.split("_")
        return first + "".join(map(str.capitalize, others))

    @property
    def model(self) -> str:
        return "".join(word.capitalize() for word in self.one.split())

    def words(self) -> dict[str, str]:
        """Return what stands for each ``{{word}}`` of the templates."""
        columns = {field.name: KINDS[field.kind].column for field in self.fields}
        own = sorted({column.partition("(")[0] for column in columns.values() if column[:6] != "models"})
        example = {"title": f"{_a(self.one).capitalize()}"}
        example |= {field.name: KINDS[field.kind].example(field.label) for field in self.fields}
        searched = [field.name for field in self.fields if KINDS[field.kind].is_searched]
        ordered = [field.name for field in self.fields if KINDS[field.kind].is_ordered]
        return {
            "name": self.name,
            "NAME": self.name.upper(),
            "title": self.name.replace("_", " ").capitalize(),
            "host": self.name.replace("_", "-"),
            "one": self.one,
            "a_one": _a(self.one).capitalize(),
            "a_one_inside": _a(self.one),
            "Model": self.model,
            "Models": "".join(word.capitalize() for word in self.name.split("_")),
            "basename": self.one.replace(" ", "-"),
            "imports": "\n".join(
                [
                    *(["from django.db import models\n"] if ordered or "models." in str(columns) else []),
                    *([f"from resources.fields import {', '.join(own)}"] if own else []),
                ]
            ),
            "columns": "\n".join(f"    {name} = {column}" for name, column in columns.items()),
            "searched": repr(("title", *searched)),
            "indexes": _indexes(ordered),
            "example": repr(example),
            "fields": repr(["id", "title", *columns]),
            "orderings": repr({"title": "title_order", **{name: name for name in ordered}}),
            "words": self.name.replace("_", " "),
            "camel": self.variable,
            "searches": _listed(["titles", *(_plural(name.replace("_", " ")) for name in searched)]),
            "feature_fields": "\n".join(_feature_fields(self.fields)),
        }


def _indexes(ordered: Sequence[str]) -> str:
    """Return the model's Meta, with an index for each order beside that of the title, which is there."""
    if not ordered:
        return ""
    indexes = ", ".join(f'models.Index(fields=["{name}", "id"])' for name in ordered)
    return f"\n    class Meta(Record.Meta):\n        indexes = [*Record.Meta.indexes, {indexes}]\n"


def _feature_fields(fields: Sequence[Field]) -> Iterator[str]:
    """Yield a line for each field of the SPA's table; the first three that are short are columns."""
    columns = [field for field in fields if not KINDS[field.kind].is_long][:3]
    for field in fields:
        kind = KINDS[field.kind]
        column = ", column: true" if field in columns else ""
        sortable = ", sortable: true" if column and kind.is_ordered else ""
        searched = ", searched: true" if kind.is_searched else ""
        more = column + sortable + searched
        yield f'    {field.name}: {{ kind: "{kind.input}", label: "{field.label.capitalize()}"{more} }},'


def singular(name: str) -> str:
    """Return what one of them is called in English, as far as a rule can tell: games, game."""
    words = name.replace("_", " ")
    for ending, instead in (("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh")):
        if words.endswith(ending):
            return words.removesuffix(ending) + instead
    return re.sub(r"(?<=[^su])s$", "", words)


def _plural(word: str) -> str:
    return word if word.endswith("s") else f"{word}s"


def _listed(words: Sequence[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last


def _a(one: str) -> str:
    return f"{'an' if one[0] in 'aeiou' else 'a'} {one}"
