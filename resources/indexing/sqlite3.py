"""On SQLite: full-text tables of words and of names, and the triggers that keep them and the table's version.

``movies_movie_search`` knows every three letters in a row of ``search_text``, which it reads from the
table itself. ``movies_movie_names`` knows each name of each NamesField, as one word of hex digits.
"""
# ruff: noqa: S608  what is put together are names of tables and columns.

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import transaction

from resources import versions
from resources.fields import NamesField
from resources.records import Record

WITH_TRIGRAMS = (3, 34)  # of SQLite
Select = tuple[str, list[Any]]  # of ids, with params


def make(connection: Any, cursor: Any, models: Sequence[type[Record]]) -> None:
    """Make what is missing. Where a trigger was, rows may have passed by: all is made anew there."""
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'trigger')")
    there = dict(cursor.fetchall())
    full_text = has_full_text(connection)
    for model in models:
        wanted = dict(_tables(model) if full_text else ()) | dict(_triggers(model, full_text))
        if any(there.get(name) != sql for name, sql in wanted.items()):
            with transaction.atomic(using=connection.alias):
                _make_for(cursor, model, wanted, full_text)
    if full_text:
        _drop_those_left(cursor, there, {model._meta.db_table for model in models})


def has_full_text(connection: Any) -> bool:
    """Say whether this build of SQLite has full-text tables of trigrams."""
    if connection.Database.sqlite_version_info < WITH_TRIGRAMS:
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pragma_module_list WHERE name = 'fts5'")
        return cursor.fetchone() is not None


def has_indexes(cursor: Any, table: str) -> bool:
    cursor.execute("SELECT 1 FROM sqlite_master WHERE name = %s", [f"{table}_reindexed"])
    return cursor.fetchone() is not None


def with_words(_connection: Any, table: str, words: Sequence[str]) -> Iterator[Select]:
    """Yield a quick look, at some of each word's letters, and where that finds many one at all of them."""
    sql = f'SELECT rowid FROM "{table}_search" WHERE "{table}_search" MATCH %s'
    parts = dict.fromkeys(part for word in words for part in _parts(word))
    yield sql, [_phrases(parts, " ")]
    if {*parts} != {*words}:
        yield sql, [_phrases(words, " ")]


def _parts(word: str) -> list[str]:
    """Return three letters each that together are all of a word."""
    starts = [*range(0, len(word) - 3, 3), len(word) - 3]
    return [word[start : start + 3] for start in starts]


def that_begin(_connection: Any, table: str, text: str) -> Select:
    sql = f'SELECT id FROM "{table}" WHERE title_order >= %s AND title_order < %s'
    return sql, [text, text + chr(sys.maxunicode)]


def with_names(_connection: Any, table: str, column: str, names: Sequence[str]) -> Select:
    match = f'"{column}_names" : ({_phrases(map(word_of, names), " OR ")})'
    return f'SELECT rowid FROM "{table}_names" WHERE "{table}_names" MATCH %s', [match]


def count_names(cursor: Any, table: str, column: str) -> dict[str, int]:
    """Return how many rows have each name, as the table of names has it, the most frequent first."""
    counts = f'temp."{table}_name_counts"'
    cursor.execute(f'CREATE VIRTUAL TABLE IF NOT EXISTS {counts} USING fts5vocab(main, "{table}_names", col)')
    cursor.execute(f"SELECT term, doc FROM {counts} WHERE col = %s", [f"{column}_names"])
    found = [(-count, bytes.fromhex(word).decode()) for word, count in cursor.fetchall()]
    return {name: -count for count, name in sorted(found)}


def _phrases(words: Iterable[str], between: str) -> str:
    return between.join('"{}"'.format(word.replace('"', '""')) for word in words)


def drop_triggers(cursor: Any, model: type[Record]) -> None:
    for name, _sql in _triggers(model, full_text=True):
        cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"')


def word_of(name: str) -> str:
    """Return the word that stands for a name in the table of names."""
    return name.encode().hex()


def _make_for(cursor: Any, model: type[Record], wanted: dict[str, str], full_text: bool) -> None:
    drop_triggers(cursor, model)
    if full_text:
        for name, _sql in _tables(model):
            cursor.execute(f'DROP TABLE IF EXISTS "{name}"')
    for sql in wanted.values():
        cursor.execute(sql)
    if full_text:
        table = model._meta.db_table
        cursor.execute(f'INSERT INTO "{table}_search" ("{table}_search") VALUES (\'rebuild\')')
        if f"{table}_names" in wanted:
            columns, words = _names(model, "new")
            cursor.execute(
                f'INSERT INTO "{table}_names" (rowid{columns}) SELECT id{words} FROM "{table}" AS new'
            )
    versions.renew(cursor, model._meta.db_table)


def _drop_those_left(cursor: Any, there: dict[str, str], tables: set[str]) -> None:
    """Drop the full-text tables of tables that are gone."""
    for name, sql in there.items():
        table = name.removesuffix("_search")
        if sql and sql == _search_table(table) and table not in tables:
            cursor.execute(f'DROP TABLE "{name}"')
            cursor.execute(f'DROP TABLE IF EXISTS "{table}_names"')


def _search_table(table: str) -> str:
    # Folded already, so case need not be looked at again.
    options = f'content="{table}", content_rowid="id", tokenize=\'trigram case_sensitive 1\''
    return f'CREATE VIRTUAL TABLE "{table}_search" USING fts5(search_text, {options})'


def _tables(model: type[Record]) -> Iterator[tuple[str, str]]:
    table = model._meta.db_table
    yield f"{table}_search", _search_table(table)
    if names := _names_fields(model):
        columns = ", ".join(f'"{name}_names"' for name in names)
        options = "content='', detail=column, tokenize='ascii'"
        yield f"{table}_names", f'CREATE VIRTUAL TABLE "{table}_names" USING fts5({columns}, {options})'


def _triggers(model: type[Record], full_text: bool) -> Iterator[tuple[str, str]]:
    table = model._meta.db_table
    add, take = (_add(model), _take(model)) if full_text else ("", "")
    renew = versions.renewal(table)
    seen = ["id", "search_text", *_names_fields(model)]
    differs = " OR ".join(f'old."{name}" IS NOT new."{name}"' for name in seen)
    yield _trigger(table, "inserted", "AFTER INSERT", f"{add}{renew}")
    yield _trigger(table, "deleted", "AFTER DELETE", f"{take}{renew}")
    yield _trigger(table, "updated", "AFTER UPDATE", renew)
    if full_text:
        yield _trigger(table, "reindexed", "AFTER UPDATE", f"{take}{add}", f" WHEN {differs}")


def _trigger(table: str, name: str, event: str, statements: str, when: str = "") -> tuple[str, str]:
    name = f"{table}_{name}"
    return name, f'CREATE TRIGGER "{name}" {event} ON "{table}"{when} BEGIN {statements}END'


def _add(model: type[Record]) -> str:
    """Return what puts a new row into both tables."""
    table = model._meta.db_table
    columns, words = _names(model, "new")
    search = f'INSERT INTO "{table}_search" (rowid, search_text) VALUES (new.id, new.search_text); '
    names = f'INSERT INTO "{table}_names" (rowid{columns}) VALUES (new.id{words}); '
    return search + (names if columns else "")


def _take(model: type[Record]) -> str:
    """Return what takes an old row out of both tables, which must be told what it held."""
    table = model._meta.db_table
    columns, words = _names(model, "old")
    search = (
        f'INSERT INTO "{table}_search" ("{table}_search", rowid, search_text)'
        " VALUES ('delete', old.id, old.search_text); "
    )
    names = (
        f'INSERT INTO "{table}_names" ("{table}_names", rowid{columns}) VALUES (\'delete\', old.id{words}); '
    )
    return search + (names if columns else "")


def _names(model: type[Record], row: str) -> tuple[str, str]:
    """Return the columns of the table of names and what a row has for them, each after a comma."""
    names = _names_fields(model)
    words = "(SELECT group_concat(hex(value), ' ') FROM json_each({}.\"{}\"))"
    return (
        "".join(f', "{name}_names"' for name in names),
        "".join(f", {words.format(row, name)}" for name in names),
    )


def _names_fields(model: type[Record]) -> list[str]:
    return [str(field.column) for field in model._meta.concrete_fields if isinstance(field, NamesField)]
