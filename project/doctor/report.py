"""Tell what was found: to people in words, to programs as JSON, and to the docs as a table."""

import json
import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from project.doctor.findings import Check, Finding, Severity

WIDTH = 100


def in_words(findings: Sequence[Finding]) -> str:
    """Return the findings and a line that counts them; what is unknown for one reason stands in one place."""
    lines = [
        line
        for advice, group in groupby(_joined(findings), lambda each: (each.id, each.why, each.to_set))
        for line in _told([*group], *advice[1:])
    ]
    counted = Counter(finding.severity for finding in findings)
    summary = ", ".join(_counted(counted[severity], severity) for severity in Severity if counted[severity])
    return "\n".join([*lines, "", summary])


def _counted(count: int, severity: Severity) -> str:
    many = count > 1 and severity in (Severity.ERROR, Severity.WARNING)
    return f"{count} {severity}{'s' if many else ''}"


def _joined(findings: Sequence[Finding]) -> Iterator[Finding]:
    unknown: dict[str, list[str]] = {}
    for finding in findings:
        if finding.severity is Severity.UNKNOWN:
            unknown.setdefault(finding.sentence, []).append(finding.id)
        else:
            yield finding
    for sentence, ids in unknown.items():
        yield Finding(Severity.UNKNOWN, sentence, id=", ".join(ids))


def _told(findings: Sequence[Finding], why: str, to_set: str) -> Iterator[str]:
    """Tell findings of one check, and what they have in common once."""
    for finding in findings:
        yield from _wrapped(f"{finding.severity:<8}", f"{finding.id}: {finding.sentence}")
    for word, text in {"why": why, "set": to_set}.items():
        if text:
            yield from _wrapped(f"           {word}: ", text)


def _wrapped(begin: str, text: str) -> list[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent=begin, subsequent_indent=" " * len(begin), break_on_hyphens=False,
        break_long_words=False,
    )  # fmt: skip


def as_json(findings: Sequence[Finding]) -> str:
    entries = [
        {
            "id": each.id,
            "severity": each.severity,
            "sentence": each.sentence,
            "why": each.why,
            "set": each.to_set,
        }
        for each in findings
    ]
    return json.dumps({"findings": entries}, indent=2, ensure_ascii=False)


def as_table(checks: Sequence[Check]) -> str:
    """Return the rows of docs/doctor.md."""
    rows = [f"| `{each.id}` | {each.expected} | {each.why} | {each.to_set} |" for each in checks]
    return "\n".join(["| `--only` | what is right | else | what to set |", "|---|---|---|---|", *rows])
