"""Make what stands beside each Record's table once ``migrate`` has run: no app needs a line for it."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import apps
from django.db import connections
from django.db.migrations import Migration

from resources.indexing import postgresql, sqlite3
from resources.records import Record

VENDORS = {"postgresql": postgresql, "sqlite": sqlite3}


def make_indexes(using: str, **_: Any) -> None:
    """Make what is missing, or was made otherwise by an earlier release; the rest is left as it is."""
    connection = connections[using]
    with connection.cursor() as cursor:
        VENDORS[connection.vendor].make(connection, cursor, list(records(using)))


def let_columns_go(using: str, plan: Sequence[tuple[Migration, bool]], **_: Any) -> None:
    """Take away what would hold on to a column, where a migration may drop one; it is made anew after."""
    connection = connections[using]
    labels = {migration.app_label for migration, _backwards in plan}
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for model in records(using):
                if model._meta.app_label in labels:
                    sqlite3.drop_triggers(cursor, model)


def records(using: str) -> Iterator[type[Record]]:
    """Yield every Record that has its table in this database."""
    with connections[using].cursor() as cursor:
        tables = connections[using].introspection.table_names(cursor)
    for model in apps.get_models():
        if issubclass(model, Record) and model._meta.db_table in tables:
            yield model
