"""Medians with their spread, tables, and where results are written."""

import json
import statistics
import subprocess
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks._cpu import machine
from tooling.steps import ROOT

RESULTS = ROOT / "benchmarks" / "results"


def spread(values: Sequence[float], digits: int = 0) -> str:
    """Return the median, the least and the most, as text."""
    middle, least, most = statistics.median(values), min(values), max(values)
    return f"{middle:,.{digits}f} ({least:,.{digits}f}–{most:,.{digits}f})"


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table in Markdown, with its columns aligned."""
    lines = [[str(cell) for cell in row] for row in (head, *rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    ruled = [lines[0], ["-" * width for width in widths], *lines[1:]]
    return "\n".join(
        f"| {' | '.join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))} |"
        for line in ruled
    )


def commit() -> str:
    """Return the commit that is measured, with a + where the files differ from it."""
    described = ["git", "describe", "--always", "--dirty=+", "--abbrev=9"]
    done = subprocess.run(described, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"


def provenance(command: str, rounds: int) -> dict[str, Any]:
    """Return what a figure needs beside it to be worth something."""
    return {
        "command": command,
        "commit": commit(),
        "date": datetime.now(UTC).date().isoformat(),
        "machine": machine(),
        "rounds": rounds,
    }


def about(told: dict[str, Any], rounds: str = "interleaved rounds") -> str:
    """Return that as a line of text."""
    return (
        f"Measured on {told['machine']}, at commit {told['commit']}, {told['date']}, by `{told['command']}`:"
        f" medians of {told['rounds']} {rounds} (least–most)."
    )


def write(name: str, text: str, figures: Any, picture: str = "") -> None:
    """Write a result as Markdown, as JSON for other programs, and as a picture where there is one."""
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.md").write_text(f"{text}\n")
    (RESULTS / f"{name}.json").write_text(f"{json.dumps(figures, indent=1, ensure_ascii=False)}\n")
    if picture:
        (RESULTS / f"{name}.svg").write_text(picture)
    print(f"\nWritten: {Path('benchmarks/results')}/{name}.md")
