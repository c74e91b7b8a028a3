"""On PostgreSQL: an index of trigrams for words, of names for each NamesField, and of how titles begin."""

import sys
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import DatabaseError, transaction
from django.db.backends.utils import truncate_name

from resources import versions
from resources.fields import NamesField
from resources.records import Record

LONGEST = 63  # characters of a name
Select = tuple[str, list[Any]]  # of ids, with params


def make(connection: Any, cursor: Any, models: Sequence[type[Record]]) -> None:
    """Make what is missing; without the extension for trigrams all but that."""
    tables = [model._meta.db_table for model in models]
    cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = ANY(%s)", [tables])
    there = {name for (name,) in cursor.fetchall()}
    trigrams = _opclass(cursor) or _make_extension(connection, cursor)
    for model in models:
        for name, index in _indexes(model, trigrams):
            if name not in there:
                cursor.execute(f'CREATE INDEX IF NOT EXISTS "{name}" ON "{model._meta.db_table}" {index}')
    versions.make_triggers(cursor, tables)


def has_indexes(cursor: Any, table: str) -> bool:
    cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [f'"{search_index(table)}"'])
    return bool(cursor.fetchone()[0])


def with_words(connection: Any, table: str, words: Sequence[str]) -> Iterator[Select]:
    patterns = [f"%{connection.ops.prep_for_like_query(word)}%" for word in words]
    conditions = " AND ".join(["search_text LIKE %s"] * len(words))
    yield f'SELECT id FROM "{table}" WHERE {conditions}', patterns  # noqa: S608  words are params


def that_begin(_connection: Any, table: str, text: str) -> Select:
    # The operators of text_pattern_ops, which LIKE would need a constant for.
    sql = f'SELECT id FROM "{table}" WHERE title_order ~>=~ %s AND title_order ~<~ %s'  # noqa: S608
    return sql, [text, text + chr(sys.maxunicode)]


def with_names(_connection: Any, table: str, column: str, names: Sequence[str]) -> Select:
    return f'SELECT id FROM "{table}" WHERE "{column}" ?| %s::text[]', [list(names)]  # noqa: S608


def search_index(table: str) -> str:
    return truncate_name(f"{table}_search", LONGEST)


def _make_extension(connection: Any, cursor: Any) -> str:
    """Make the extension if this role may, and return what ``_opclass`` does then."""
    try:
        with transaction.atomic(using=connection.alias):
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except DatabaseError:
        return ""  # A check says it, and what to do.
    return _opclass(cursor)


def _opclass(cursor: Any) -> str:
    """Return the trigrams' operator class with its schema, "" where the extension is not there."""
    cursor.execute(
        "SELECT nspname FROM pg_opclass JOIN pg_namespace n ON n.oid = opcnamespace"
        " WHERE opcname = 'gin_trgm_ops'"
    )
    found = cursor.fetchone()
    return f'"{found[0]}".gin_trgm_ops' if found else ""


def _indexes(model: type[Record], trigrams: str) -> Iterator[tuple[str, str]]:
    table = model._meta.db_table
    if trigrams:
        yield search_index(table), f"USING gin (search_text {trigrams})"
    # Whatever the collation of the database, beginnings are compared letter by letter.
    yield truncate_name(f"{table}_title_start", LONGEST), "(title_order text_pattern_ops)"
    for field in model._meta.concrete_fields:
        if isinstance(field, NamesField):
            yield truncate_name(f"{table}_{field.column}_names", LONGEST), f'USING gin ("{field.column}")'
