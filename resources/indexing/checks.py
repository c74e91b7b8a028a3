"""Say which database cannot search by index, for a search finds the same without."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import connections

from resources.indexing.after_migrate import VENDORS, records
from resources.versions import VERSIONS

HINTS = {
    "sqlite": "Its SQLite lacks FTS5 with trigrams: use a Python with SQLite 3.34 or later that has it, then"
    " ./run migrate.",
    "postgresql": "Let a role that may say CREATE EXTENSION pg_trgm; in this database (on the server it is in"
    " the package postgresql-contrib), then ./run migrate.",
}


@register(Tags.database)
def check_words_are_found_by_index(databases: Sequence[str] | None, **_: Any) -> Iterator[CheckMessage]:
    """``migrate`` could make the indexes of words."""
    for alias in databases or ():
        connection = connections[alias]
        with connection.cursor() as cursor:
            if VERSIONS not in connection.introspection.table_names(cursor):
                continue  # ``migrate`` has yet to come.
            has_indexes = VENDORS[connection.vendor].has_indexes
            if not all(has_indexes(cursor, model._meta.db_table) for model in records(alias)):
                yield Warning(
                    "This database has no index of words: a search reads every row.",
                    hint=HINTS[connection.vendor],
                    id="resources.W001",
                )
