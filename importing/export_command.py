"""The command that writes all rows of a resource into a file, which its import reads back."""

import gzip
import io
import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, ClassVar, TextIO

from django.core.management.base import BaseCommand, CommandError

from resources.formats import FORMATS
from resources.pages import rows_in_order
from resources.records import Record


class ExportCommand(BaseCommand):
    """A subclass sets ``model``."""

    help = "Write all rows of this resource into a file, which its import reads back."
    model: ClassVar[type[Record]]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help=".csv or .jsonl, also with .gz; - is standard output")
        parser.add_argument("--format", choices=list(FORMATS), help="when the name does not tell; else csv")

    def handle(self, *args: Any, **options: Any) -> None:
        path, names, count = options["file"], self.model.own_fields(), 0

        def rows() -> Iterator[dict[str, Any]]:
            nonlocal count
            for row in rows_in_order(self.model._default_manager.all(), "id"):
                yield row.state()
                count += 1

        file_format = FORMATS[options["format"] or _format_of(path)]
        try:
            with _opened(path) as file:
                file_format.write(file, names, rows())
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
        self.stderr.write(f"{count:,} rows written.")


def _format_of(path: str) -> str:
    ending = Path(path.lower().removesuffix(".gz")).suffix.removeprefix(".")
    if ending not in FORMATS and path != "-":
        raise CommandError(f"{path} does not end in .csv or .jsonl. Tell its format with --format.")
    return ending or "csv"


@contextmanager
def _opened(path: str) -> Iterator[TextIO]:
    """Open a file to write; it takes the place of what is there once it is whole."""
    if path == "-":
        text = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="")
        try:
            yield text
        finally:
            text.flush()
            text.detach()  # else it would close standard output
        return
    unfinished = Path(f"{path}.part")
    try:
        with _packed(unfinished, path) as file, io.TextIOWrapper(file, encoding="utf-8", newline="") as text:
            yield text
        os.replace(unfinished, path)
    finally:
        with suppress(FileNotFoundError):
            unfinished.unlink()


def _packed(unfinished: Path, path: str) -> BinaryIO:
    opened = gzip.open if path.endswith(".gz") else open
    return opened(unfinished, "wb")  # type: ignore[return-value]  # Either is a binary file.
