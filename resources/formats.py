"""Write the rows of a resource as a file that its import reads back: CSV, or JSON Lines."""

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TextIO

from rest_framework.utils.encoders import JSONEncoder

from resources.cells import cell_of

BYTE_ORDER_MARK = "\ufeff"  # by which spreadsheets know UTF-8

ExportedRow = Mapping[str, Any]


class Format(NamedTuple):
    """A kind of file: its media type, and what writes rows of these fields."""

    media_type: str
    write: Callable[[TextIO, Sequence[str], Iterable[ExportedRow]], None]


def _write_csv(file: TextIO, names: Sequence[str], rows: Iterable[ExportedRow]) -> None:
    file.write(BYTE_ORDER_MARK)
    writer = csv.writer(file)
    writer.writerow(names)
    writer.writerows([cell_of(row[name]) for name in names] for row in rows)


def _write_json_lines(file: TextIO, names: Sequence[str], rows: Iterable[ExportedRow]) -> None:
    encoder = JSONEncoder(ensure_ascii=False)
    for row in rows:
        file.write(encoder.encode({name: row[name] for name in names}) + "\n")


FORMATS = {
    "csv": Format("text/csv", _write_csv),
    "jsonl": Format("application/jsonl", _write_json_lines),
}
