"""Import the rows of a file into the table of a resource, in batches, and tell what became of each row."""

import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction

from importing.columns import Column, Reader
from importing.readers import Row, UnreadableFile
from resources.history import history_class
from resources.records import Record

BATCH = 1_000  # rows of one transaction
MOST_READERS = 1_000  # kept; a file may name other columns in every row


@dataclass
class Tally:
    """What became of the rows so far. Only what is in the database for good is counted as done."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    unused_columns: set[str] = field(default_factory=set)
    started: float = field(default_factory=time.monotonic)

    @property
    def read(self) -> int:
        return self.added + self.changed + self.unchanged + self.refused

    @property
    def seconds(self) -> float:
        return max(time.monotonic() - self.started, 0.001)

    def counts(self) -> dict[str, int]:
        """Return how many rows were read, and what became of them, by name."""
        names = ("read", "added", "changed", "unchanged", "refused")
        return {name: getattr(self, name) for name in names}

    def __str__(self) -> str:
        return (
            f"{self.read:,} rows read in {self.seconds:.1f} s ({self.read / self.seconds:,.0f} rows/s): "
            f"{self.added:,} added, {self.changed:,} changed, {self.unchanged:,} unchanged, "
            f"{self.refused:,} refused."
        )


class Refusal(NamedTuple):
    """A row that was left out, and why."""

    line: int
    reason: str


class Candidate(NamedTuple):
    """A row that may be written: the record it makes, and the fields that the row names."""

    record: Record
    named: frozenset[str]


class Import:
    """One run over one file.

    A row that is already there, by its ``fingerprint``, is changed where the row names other
    values; what the row does not name stays. ``only_new`` leaves it as it is. A second row of
    the same file that means the same is refused, else every run would change it to and fro.
    The history of changes has one entry of the run, under the name of the ``file``.
    """

    def __init__(
        self, model: type[Record], columns: Mapping[str, Column], *, file: str = "", only_new: bool = False
    ) -> None:
        self.model = model
        self.columns = columns
        self.only_new = only_new
        self.tally = Tally()
        self._entry = history_class().begin_import(model, file)
        # By the names of a row's columns: a file has few kinds of rows, or one.
        self._readers: dict[tuple[str, ...], Reader] = {}
        self._own_fields = model.own_fields()
        self._written_fields = [*self._own_fields, *(name for name in model.derived if name != "fingerprint")]
        self._not_checked = {"id", *model.derived}

    def run(self, rows: Iterator[Row]) -> Iterator[list[Refusal]]:
        """Import ``rows``; after each batch that is safely in the database, yield what it refused.

        Raises UnreadableFile, after all rows before the fault have been written.
        """
        with closing(_FirstLines()) as first_lines:
            rows = _Unbroken(rows)
            while batch := list(islice(rows, BATCH)):
                yield self._import(batch, first_lines)
                if self.tally.refused == self.tally.read:
                    raise UnreadableFile("Not one row was good. Is this the right file, and its format?")
        if rows.fault:
            raise rows.fault

    def finish(self, sha256: str) -> None:
        """Keep the hash of the file that was read to its end."""
        self._entry.finish(sha256)

    def _import(self, batch: list[Row], first_lines: "_FirstLines") -> list[Refusal]:
        candidates, refusals = [], []
        for row in batch:
            try:
                candidate = self._candidate(row)
                first_lines.claim(candidate.record.fingerprint.bytes, row.line)
                candidates.append(candidate)
            except ValueError as error:
                refusals.append(Refusal(row.line, str(error)))
        self._write(candidates, len(refusals))
        return refusals

    def _candidate(self, row: Row) -> Candidate:
        """Return what a row makes. Raises ValueError with the reasons when it is not good."""
        if row.problem:
            raise ValueError(row.problem)
        values, problems = self._reader(row.values).read(row.values)
        record = self.model(**values)
        try:
            record.clean_fields(exclude=self._not_checked | problems.keys())
        except ValidationError as error:
            problems |= {name: " ".join(sentences) for name, sentences in error.message_dict.items()}
        if problems:
            raise ValueError(" ".join(f"{name}: {sentence}" for name, sentence in problems.items()))
        record.derive()
        return Candidate(record, frozenset(values))

    def _reader(self, values: Mapping[str, Any]) -> Reader:
        names = tuple(values)
        reader = self._readers.get(names)
        if reader is None:
            if len(self._readers) >= MOST_READERS:
                self._readers.clear()
            reader = self._readers[names] = Reader.of(self.columns, names)
            self.tally.unused_columns |= reader.unused
        return reader

    def _write(self, candidates: list[Candidate], refused: int) -> None:
        with transaction.atomic():
            stored = self._stored(candidates)
            added = [item.record for item in candidates if item.record.fingerprint not in stored]
            changed = [] if self.only_new else list(self._changed(candidates, stored))
            self.model._default_manager.bulk_create(
                added + changed,
                update_conflicts=True,
                unique_fields=["fingerprint"],
                update_fields=self._written_fields,
            )
            tally = replace(
                self.tally,
                added=self.tally.added + len(added),
                changed=self.tally.changed + len(changed),
                unchanged=self.tally.unchanged + len(candidates) - len(added) - len(changed),
                refused=self.tally.refused + refused,
            )
            self._entry.keep(tally.counts(), [stored[record.fingerprint].pk for record in changed])
        self.tally = tally

    def _stored(self, candidates: list[Candidate]) -> dict[Any, Record]:
        keys = [item.record.fingerprint for item in candidates]
        return self.model._default_manager.select_for_update().in_bulk(keys, field_name="fingerprint")

    def _changed(self, candidates: list[Candidate], stored: dict[Any, Record]) -> Iterator[Record]:
        for record, named in candidates:
            old = stored.get(record.fingerprint)
            if old is None or all(getattr(old, name) == getattr(record, name) for name in named):
                continue
            for name in self._own_fields:
                if name not in named:
                    setattr(record, name, getattr(old, name))
            record.derive()
            yield record


class _Unbroken:
    """Rows until the end or until the file cannot be read on; then ``fault`` says why."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self.fault: UnreadableFile | None = None

    def __iter__(self) -> "_Unbroken":
        return self

    def __next__(self) -> Row:
        try:
            return next(self._rows)
        except UnreadableFile as fault:
            self.fault = fault
            raise StopIteration from fault


class _FirstLines:
    """On which line each row first stood. Kept on disk, so that memory does not grow with the file."""

    def __init__(self) -> None:
        self._lines = sqlite3.connect("")  # a temporary file that SQLite makes and removes
        self._lines.execute("CREATE TABLE first (fingerprint BLOB PRIMARY KEY, line INTEGER) WITHOUT ROWID")

    def claim(self, fingerprint: bytes, line: int) -> None:
        """Remember this row. Raises ValueError when an earlier line already was the same."""
        try:
            self._lines.execute("INSERT INTO first VALUES (?, ?)", (fingerprint, line))
        except sqlite3.IntegrityError:
            found = self._lines.execute("SELECT line FROM first WHERE fingerprint = ?", (fingerprint,))
            raise ValueError(f"This is the same as line {found.fetchone()[0]}.") from None

    def close(self) -> None:
        self._lines.close()
