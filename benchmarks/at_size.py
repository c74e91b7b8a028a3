"""What the database takes for a list of films at 1,000 rows and at 1,000,000, on PostgreSQL and on SQLite.

Run: ./run bench at_size [postgresql | sqlite]; it takes some five minutes. Each row is asked through the API;
what it said to the database is then said again, several times: asking and fetching count.
The million are 25 times the same films, but for their ids.
"""
# ruff: noqa: E402, S608  Django is set up before anything is imported that needs it; no input is in the SQL.

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from rest_framework.test import APIClient

from benchmarks._figures import about, provenance, spread, table, write
from benchmarks._films import films
from importing.columns import Reader
from movies.columns import COLUMNS
from movies.models import Movie
from movies.resource import MOVIES
from permissions_api import testing
from resources.indexing import after_migrate, sqlite3
from resources.pages import Cursor
from tooling.suite import postgres

SIZES = (1_000, 1_000_000)
BASE = 40_000
ROUNDS = 6
ONE_AUDIENCE = {"STRATEGY": "single_audience", "AUDIENCE": MOVIES.audience}
TABLE = Movie._meta.db_table
LIST = f"/api/{MOVIES.name}/"
Statement = tuple[str, Any]


def load(rows: int) -> float:
    """Fill the table anew and return how many seconds ``migrate`` then took to index it."""
    with connection.cursor() as cursor:
        drop_indexes(cursor)
        cursor.execute(f"DELETE FROM {TABLE}")
        Movie.objects.bulk_create(map(made, films(min(rows, BASE))), batch_size=1_000)
        for _ in range(rows // BASE - 1):
            cursor.execute(multiplied())
        began = time.perf_counter()
        after_migrate.make_indexes("default")
        seconds = time.perf_counter() - began
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "PRAGMA wal_checkpoint")
        return seconds


def drop_indexes(cursor: Any) -> None:
    """Drop what ``migrate`` makes: to fill an index row by row takes longer than to build it."""
    if connection.vendor == "sqlite":
        sqlite3.drop_triggers(cursor, Movie)
        return
    cursor.execute(
        "SELECT indexname FROM pg_indexes WHERE tablename = %s AND indexdef LIKE '%%gin%%'", [TABLE]
    )
    for (name,) in cursor.fetchall():
        cursor.execute(f'DROP INDEX "{name}"')


def made(film: dict[str, Any]) -> Movie:
    movie = Movie(**Reader.of(COLUMNS, film).read(film)[0])
    movie.derive()
    return movie


def multiplied() -> str:
    """Return what adds as many rows as there were at first: the same, under another fingerprint."""
    postgres = connection.vendor == "postgresql"
    other = "gen_random_uuid()" if postgres else "lower(hex(randomblob(16)))"
    columns = [
        field.column for field in Movie._meta.concrete_fields if field.column not in ("id", "fingerprint")
    ]
    names = ", ".join(f'"{column}"' for column in columns)
    first = f"SELECT * FROM {TABLE} ORDER BY id LIMIT {BASE}"
    return f"INSERT INTO {TABLE} (fingerprint, {names}) SELECT {other}, {names} FROM ({first}) AS first"


def questions(client: APIClient) -> Iterator[tuple[str, str]]:
    """Yield what is asked: what it is called, and its address."""
    middle = Movie.objects.order_by("id")[Movie.objects.count() // 2]
    name = middle.cast[0] if middle.cast else middle.title
    page = LIST
    for _ in range(29):
        page = client.get(page).json()["next"]
    yield "first page", LIST
    yield "page 30", page
    yield "deep in equal years", f"{LIST}?cursor={Cursor('-year', False, str(middle.year), middle.pk)}"
    yield "by title, first page", f"{LIST}?ordering=title"
    place = Cursor("title", False, middle.title_order, middle.pk)
    yield "by title, in the middle", f"{LIST}?ordering=title&cursor={place}"
    yield "years 1950 to 1960, by title", f"{LIST}?year_from=1950&year_to=1960&ordering=title"
    yield "years 1950 to 1960", f"{LIST}?year_from=1950&year_to=1960"
    yield "search: a name of the cast", f"{LIST}?search={name}"
    yield "search: a whole title", f"{LIST}?search={middle.title}"
    yield "search: two words", f"{LIST}?search={middle.title.split()[0]} {name.split()[0]}"
    yield "search: nothing has it", f"{LIST}?search=quixotry"
    yield "search: two common words that no row has both", f"{LIST}?search=the quixotry"
    yield "search: a common word", f"{LIST}?search=the"
    yield "search: a common word, by title", f"{LIST}?search=the&ordering=title"
    yield "search: one letter", f"{LIST}?search=s"
    yield "search: two letters", f"{LIST}?search=sh"
    yield "search: two letters that nothing begins with", f"{LIST}?search=zq"
    for genre in ("Drama", "Fantasy", "Nonsense"):
        yield f"genre: {genre}", f"{LIST}?genre={genre}"
    yield "genre: two of them, by title", f"{LIST}?genre=Fantasy&genre=Animated&ordering=title"
    yield (
        "genre: Fantasy, and a name",
        f"{LIST}?genre=Fantasy&search={name}",
    )
    yield "good rows first", f"{LIST}?ordering=-prominence"
    place = Cursor("-prominence", False, str(middle.prominence), middle.pk)
    yield "good rows first, in the middle", f"{LIST}?ordering=-prominence&cursor={place}"
    for letter in ("a", "m", "z"):
        yield f"by title, from {letter} on", f"{LIST}?ordering=title&starting_at={letter}"
    yield "by year, from 1950 on", f"{LIST}?ordering=-year&starting_at=1950"
    yield "count", f"{LIST}count/"
    yield "count, again", f"{LIST}count/"
    yield "count of few", f"{LIST}count/?search={middle.title}"
    yield "count of many", f"{LIST}count/?genre=Drama"
    yield "count of many words", f"{LIST}count/?search=the"
    yield "count of half", f"{LIST}count/?year_from=1970"
    yield "summary", f"{LIST}summary/"
    yield "summary, again", f"{LIST}summary/"
    yield "304 of a list", LIST


def statements(ask: Callable[[], Any]) -> list[Statement]:
    """Return what is said to the database about films meanwhile."""
    said: list[Statement] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if TABLE in sql:
            said.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        ask()
    return said


def milliseconds(statement: Statement) -> list[float]:
    """Return how long asking and fetching took, round by round.

    PostgreSQL plans for these very values at first, and after a dozen times may take a plan for all values:
    the slower plan counts.
    """
    first = times(statement)
    if connection.vendor == "sqlite":
        return first
    times(statement)
    return max(first, times(statement), key=median)


def times(statement: Statement) -> list[float]:
    found = []
    for _ in range(ROUNDS):
        with connection.cursor() as cursor:
            began = time.perf_counter()
            cursor.execute(*statement)
            cursor.fetchall()
            found.append(round((time.perf_counter() - began) * 1000, 3))
    return found


def answered(client: APIClient, title: str, url: str) -> None:
    known = {"If-None-Match": client.get(url)["ETag"]} if title.startswith("304") else {}
    answer = client.get(url, headers=known)
    assert answer.status_code == (304 if known else 200), (title, answer.status_code)


def measured() -> dict[str, list[list[float]]]:
    """Return the milliseconds of each question at each size, round by round."""
    client = testing.client_with("list:movies", audience=MOVIES.audience)
    figures: dict[str, list[list[float]]] = {}
    for rows in SIZES:
        figures.setdefault(f"to index {TABLE} in migrate, once", []).append([load(rows) * 1000])
        for title, url in questions(client):
            said = statements(partial(answered, client, title, url))
            figures.setdefault(title, []).append(summed(map(milliseconds, said)))
    return figures


def summed(found: Iterable[list[float]]) -> list[float]:
    """Return what all statements took, round by round; none take no time."""
    return [sum(each) for each in zip(*found, strict=True)] or [0]


def child(url: str) -> dict[str, list[list[float]]]:
    """Measure in a process of its own, on the database at this address."""
    command = [sys.executable, "-m", "benchmarks.at_size", "measure"]
    done = subprocess.run(
        command, env={**os.environ, "DATABASE_URL": url}, stdout=subprocess.PIPE, check=True
    )
    figures: dict[str, list[list[float]]] = json.loads(done.stdout)
    return figures


def main(only: str = "") -> None:
    found = {}
    with tempfile.TemporaryDirectory(prefix="usher-size-") as folder:
        if only != "postgresql":
            found["SQLite"] = child(f"sqlite:///{Path(folder) / 'size.sqlite3'}")
    if only != "sqlite":
        with postgres() as url:
            found["PostgreSQL"] = child(url)
    head = ["ms in the database", *(f"{name} {size:,}" for name in found for size in SIZES)]
    titles = next(iter(found.values()))
    rows = [
        (title, *(spread(figure, 2) for each in found.values() for figure in each[title])) for title in titles
    ]
    told = provenance("./run bench at_size", ROUNDS)
    text = f"# A list of films at two sizes\n\n{about(told, 'times')}\n\n{table(head, rows)}"
    print(text)
    if not only:
        write("at_size", text, {**told, **found})


if __name__ == "__main__":
    if sys.argv[1:] == ["measure"]:
        call_command("migrate", verbosity=0)
        guard = settings.PERMISSIONS_API | testing.TRUSTED | ONE_AUDIENCE
        with override_settings(PERMISSIONS_API=guard, API_RATE=None, ALLOWED_HOSTS=["*"]):
            print(json.dumps(measured()))
    else:
        main(*sys.argv[1:])
