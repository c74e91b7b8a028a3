"""Read rows, one at a time, from JSON Lines, a JSON list or CSV, gzipped or not, however long the file."""

import csv
import gzip
import hashlib
import io
import json
import os
import sys
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, TextIO, cast

from resources.cells import text_in

CHUNK = 65_536  # characters
LONGEST_ROW = 1_000_000  # characters; a longer "row" is a file of another format, or a missing quote
GZIP_MAGIC = b"\x1f\x8b"
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


class UnreadableFile(Exception):
    """The file, or the rest of it, cannot be read; says why in a sentence."""


class Row(NamedTuple):
    """One row and the line where it begins: its values, or in ``problem`` why there are none."""

    line: int
    values: dict[str, Any]
    problem: str = ""


class RowFile:
    """An open file of rows; iterate it once. Make it with ``open_rows``.

    Bytes that are not UTF-8 become lone surrogates, which no field accepts, so that one bad
    row costs that row and not the file. Raises UnreadableFile.
    """

    def __init__(self, file: BinaryIO, path: str, file_format: str | None) -> None:
        self._file = file
        is_regular = path != "-" and Path(path).is_file()
        self.size = os.fstat(file.fileno()).st_size if is_regular else None  # bytes
        self._bytes = _Hashed(file)
        try:
            content = _gunzipped(io.BufferedReader(self._bytes, CHUNK))
            beginning = content.peek(CHUNK)  # type: ignore[attr-defined]  # buffered
        except (EOFError, OSError, zlib.error) as error:
            raise UnreadableFile(_broken_gzip(error)) from error
        if beginning.startswith(UTF16_MARKS):
            raise UnreadableFile("This is UTF-16 text. Save it as UTF-8.")
        self.format = file_format or _format_of(path, beginning)
        self.text = io.TextIOWrapper(content, encoding="utf-8-sig", errors="surrogateescape", newline="")

    def __iter__(self) -> Iterator[Row]:
        try:
            yield from READERS[self.format](self.text)
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise UnreadableFile(_broken_gzip(error)) from error

    def position(self) -> int:
        """How many bytes of the file have been read so far; compare with ``size``."""
        return self._file.tell() if self.size is not None else 0

    def sha256(self) -> str:
        """Return the hash of the file as it lies there, packed where it is, after reading what is left."""
        return self._bytes.hexdigest()


class _Hashed(io.RawIOBase):
    """The bytes of a file, which add up to its SHA-256 as they are read."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._hash = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        # As much as there is, so that rows of a pipe are written as they come.
        count: int = self._file.readinto1(buffer)  # type: ignore[attr-defined]  # buffered
        self._hash.update(memoryview(buffer)[:count])
        return count

    def hexdigest(self) -> str:
        while self.read(CHUNK):
            pass
        return self._hash.hexdigest()


@contextmanager
def open_rows(path: str, file_format: str | None = None) -> Iterator[RowFile]:
    """Open a file of rows, ``-`` for standard input. Its name tells the format when nobody else does."""
    with _opened(path) as file:
        rows = RowFile(file, path, file_format)
        try:
            yield rows
        finally:
            rows.text.detach()  # else it would close standard input


def _opened(path: str) -> AbstractContextManager[BinaryIO]:
    if path == "-":
        return nullcontext(sys.stdin.buffer)
    try:
        return Path(path).open("rb")
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be read: {error.strerror}.") from error


def _gunzipped(file: BinaryIO) -> BinaryIO:
    magic = file.peek(len(GZIP_MAGIC))[: len(GZIP_MAGIC)]  # type: ignore[attr-defined]  # buffered
    return cast(BinaryIO, gzip.GzipFile(fileobj=file)) if magic == GZIP_MAGIC else file


def _broken_gzip(error: Exception) -> str:
    if isinstance(error, EOFError):
        return "The file ends too early: its gzip data is cut off."
    return f"The gzip data of the file is damaged: {error}."


def _format_of(path: str, beginning: bytes) -> str:
    ending = Path(path.lower().removesuffix(".gz")).suffix.removeprefix(".")
    if ending in READERS:
        return ending
    if path != "-":
        raise UnreadableFile(f"{path} does not end in .jsonl, .json or .csv. Tell its format with --format.")
    first = beginning.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    return {b"{": "jsonl", b"[": "json"}.get(first, "csv")


def _json_lines(text: TextIO) -> Iterator[Row]:
    line = 0
    while content := text.readline(LONGEST_ROW):
        line += 1
        if len(content) == LONGEST_ROW:
            raise UnreadableFile(f"Line {line} is longer than 1 MB. One JSON object must stand on each line.")
        if content.strip():
            yield _json_row(line, content)


def _json_row(line: int, content: str) -> Row:
    try:
        return _row_of(line, json.loads(content))
    except (ValueError, RecursionError) as error:
        return Row(line, {}, f"This is not JSON: {error}.")


def _row_of(line: int, values: Any) -> Row:
    if not isinstance(values, dict):
        return Row(line, {}, "A row must be a JSON object, with the columns as its names.")
    return Row(line, values)


def _json_list(text: TextIO) -> Iterator[Row]:
    source = _JsonSource(text)
    if source.next_character() != "[":
        raise UnreadableFile("A JSON file must hold one list of rows. One object a line is --format jsonl.")
    source.take("[")
    while source.next_character() != "]":
        line = source.line
        yield _row_of(line, source.take_value())
        if source.next_character() == ",":
            source.take(",")
        elif source.next_character() != "]":
            raise UnreadableFile(f"After line {source.line} the list cannot be read: there is no comma.")


class _JsonSource:
    """JSON text of which only the value at hand is in memory."""

    def __init__(self, text: TextIO) -> None:
        self.line = 1
        self._text = text
        self._held = ""
        self._decoder = json.JSONDecoder()

    def next_character(self) -> str:
        """Return the next character that is not blank, without taking it; the file may not end before."""
        while True:
            stripped = self._held.lstrip(" \t\r\n")
            self._drop(len(self._held) - len(stripped))
            if self._held:
                return self._held[0]
            if not self._read_on():
                raise UnreadableFile(f"The file ends too early, on line {self.line}: its list is not closed.")

    def take(self, character: str) -> None:
        self._drop(len(character))

    def take_value(self) -> Any:
        """Return the value that begins here, however many chunks it spans."""
        while True:
            try:
                value, end = self._decoder.raw_decode(self._held)
            except (ValueError, RecursionError) as error:
                if len(self._held) > LONGEST_ROW or not self._read_on():
                    message = f"The row on line {self.line} and what follows is not JSON: {error}."
                    raise UnreadableFile(message) from error
                continue
            if end < len(self._held) or not self._read_on():
                self._drop(end)
                return value

    def _read_on(self) -> bool:
        chunk = self._text.read(CHUNK)
        self._held += chunk
        return bool(chunk)

    def _drop(self, count: int) -> None:
        self.line += self._held.count("\n", 0, count)
        self._held = self._held[count:]


def _csv_rows(text: TextIO) -> Iterator[Row]:
    reader = csv.reader(text)
    columns = [name.strip() for name in next(reader, [])]
    if not any(columns):
        raise UnreadableFile("The file is empty; its first line must name the columns.")
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Row(line, {}, f"This is not CSV: {error}.")
            continue
        if cells and len(cells) != len(columns):
            yield Row(line, {}, f"There are {len(cells)} values for {len(columns)} columns.")
        elif cells:
            yield Row(line, dict(zip(columns, map(text_in, cells), strict=True)))


READERS = {"jsonl": _json_lines, "json": _json_list, "csv": _csv_rows}
