"""How fast an import is, beside one transaction with one prepared statement and the same checks.

Run: ./run bench importing. Both read the same file of 36,273 films (or that of the variable FILMS),
check each row by the same rules and derive the same columns; they take turns, on SQLite and on
PostgreSQL. Beside that, the import says of each refused row why and where, changes rows that are
there already, keeps where it is for the history, and commits a batch at a time.
"""

import gzip
import hashlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from tooling import install, suite

ROUNDS = 5
INSERT = """
    INSERT INTO movies_movie (fingerprint, title_order, search_text, title, year, "cast", genres,
                              poster, wikipedia_page, synopsis)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (fingerprint) DO NOTHING
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, suite.postgres() as postgresql:
        file = os.environ.get("FILMS") or _films(Path(folder))
        for url in (f"sqlite:///{folder}/films.sqlite3", postgresql):
            command = [str(install.PYTHON), "-m", "benchmarks.importing", file]
            subprocess.run(command, env={**os.environ, **suite.SETTINGS, "DATABASE_URL": url}, check=True)


def _films(folder: Path) -> str:
    from benchmarks._films import write_films  # noqa: PLC0415  not with a file of one's own

    return str(write_films(folder / "films.jsonl"))


def measure(file: str) -> None:
    import django  # noqa: PLC0415

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    rates: dict[str, list[tuple[float, float]]] = {"import_movies": [], "prepared": []}
    for _ in range(ROUNDS):
        for name, work in (("import_movies", by_import), ("prepared", by_hand)):
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM movies_movie")
            clock, cpu = time.perf_counter(), time.process_time()
            rows = work(file)
            rates[name].append((rows / (time.perf_counter() - clock), rows / (time.process_time() - cpu)))
    print(f"{connection.vendor}: rows a second (and a second of this process's CPU), median of {ROUNDS}")
    medians = {
        name: [statistics.median(column) for column in zip(*found, strict=True)]
        for name, found in rates.items()
    }
    for name, (clock, cpu) in medians.items():
        low, high = (each(rate for rate, _ in rates[name]) for each in (min, max))
        print(f"  {name:14} {clock:8,.0f} ({low:,.0f}–{high:,.0f}) {cpu:8,.0f}")
    ratios = [a / b for a, b in zip(*medians.values(), strict=True)]
    print(f"  import_movies is {ratios[0]:.2f} of prepared by the clock, {ratios[1]:.2f} by CPU")


def by_import(file: str) -> int:
    from importing.importer import Import  # noqa: PLC0415
    from importing.readers import open_rows  # noqa: PLC0415
    from movies.columns import COLUMNS  # noqa: PLC0415
    from movies.models import Movie  # noqa: PLC0415

    with open_rows(file) as rows:
        work = Import(Movie, COLUMNS, file=file)
        for _ in work.run(iter(rows)):
            pass
        work.finish(rows.sha256())
    return work.tally.read


def by_hand(file: str) -> int:
    from django.db import connection, transaction  # noqa: PLC0415

    count = 0

    def rows() -> Iterator[tuple[Any, ...]]:
        nonlocal count
        opened: Callable[..., Any] = gzip.open if file.endswith(".gz") else open
        with opened(file, "rt", encoding="utf-8") as lines:
            for text in lines:
                count += 1
                yield checked(json.loads(text))

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(INSERT, rows())  # type: ignore[arg-type]  # It takes them as they come.
    return count


def checked(row: dict[str, Any]) -> tuple[Any, ...]:
    """Return the columns of a film by the rules of ``movies.models.Movie``."""
    from movies.columns import WIKIPEDIA  # noqa: PLC0415
    from resources.records import fold  # noqa: PLC0415
    from resources.validators import printable  # noqa: PLC0415

    title, year = _line(row["title"], 500), row["year"]
    cast, genres = _names(row.get("cast"), 100, 200), _names(row.get("genres"), 20, 50)
    synopsis = (row.get("extract") or "").strip()
    if not title or len(synopsis) > 10_000 or type(year) is not int or not 1870 <= year <= 2036:
        raise ValueError(row)
    printable(synopsis)
    page = row.get("href") or ""
    page = _address(WIKIPEDIA + page if page and "://" not in page else page)
    poster = _address(row.get("thumbnail") or "")
    identity = json.dumps((title, year, page), ensure_ascii=False)
    digest = hashlib.sha256(unicodedata.normalize("NFC", identity).casefold().encode()).digest()
    order, found = fold(title)[:200], fold("\n".join([title, *cast]))
    fingerprint = UUID(bytes=digest[:16]).hex
    lists = json.dumps(cast), json.dumps(genres)
    return (fingerprint, order, found, title, year, *lists, poster, page, synopsis)


def _line(value: Any, longest: int) -> str:
    from resources.validators import one_line  # noqa: PLC0415

    value = value.strip()
    if len(value) > longest:
        raise ValueError(value)
    one_line(value)
    return str(value)


def _names(value: Any, most: int, longest: int) -> list[str]:
    names = [*dict.fromkeys(_line(name, longest) for name in value or [])]
    if len(names) > most or "" in names:
        raise ValueError(value)
    return names


def _address(value: str) -> str:
    from resources.validators import web_address  # noqa: PLC0415

    value = value.strip()
    if len(value) > 2_000:
        raise ValueError(value)
    if value:
        web_address(value)
    return value


if __name__ == "__main__":
    measure(sys.argv[1]) if len(sys.argv) > 1 else main()
