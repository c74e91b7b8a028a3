"""What the doctor says, and how it is made to look at something."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import DatabaseError

from project.doctor.outside import NotKnown


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    UNKNOWN = "unknown"
    OK = "ok"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was seen. ``why`` it matters and what ``to_set`` are empty where all is well."""

    severity: Severity
    sentence: str
    to_set: str = ""
    why: str = ""
    id: str = ""


def error(sentence: str, to_set: str = "") -> Finding:
    return Finding(Severity.ERROR, sentence, to_set)


def warning(sentence: str, to_set: str = "") -> Finding:
    return Finding(Severity.WARNING, sentence, to_set)


def ok(sentence: str) -> Finding:
    return Finding(Severity.OK, sentence)


# At an Outside, or at a ReadToken.
Look = Callable[[Any], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Check:
    """One question. ``expected`` is what a right site shows; ``at_start``: asked, too, when the site"
    " starts."""

    id: str
    look: Look
    expected: str
    why: str
    to_set: str
    at_start: bool

    def findings(self, patient: Any) -> Iterator[Finding]:
        """Look, and say so where it cannot be known."""
        try:
            for seen in self.look(patient):
                troubles = seen.severity in (Severity.ERROR, Severity.WARNING)
                why, to_set = (self.why, seen.to_set or self.to_set) if troubles else ("", "")
                yield Finding(seen.severity, seen.sentence, to_set, why, self.id)
        except NotKnown as unknown:
            yield Finding(Severity.UNKNOWN, str(unknown), id=self.id)
        except DatabaseError:
            yield Finding(Severity.UNKNOWN, "Not looked at, as the database cannot be asked.", id=self.id)


def check(id: str, *, why: str, to_set: str, at_start: bool = False) -> Callable[[Look], Check]:
    """Make a check of a function; its docstring says what is expected."""

    def make(look: Look) -> Check:
        return Check(id, look, (look.__doc__ or "").strip(), why, to_set, at_start)

    return make
