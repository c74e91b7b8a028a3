"""Ask the database about lists of names: which rows hold one of these, how often does each occur."""

from typing import Any

from django.db import connections, models
from django.db.models.lookups import Lookup
from django.db.models.sql.compiler import SQLCompiler

from resources.fields import NamesField
from resources.indexing import sqlite3

# Both expand a JSON list into rows with the column ``value``.
EXPAND = {"sqlite": "json_each({}) AS item", "postgresql": "jsonb_array_elements_text({}) AS item(value)"}


@NamesField.register_lookup
class AnyOf(Lookup):
    """``genres__any_of=["Drama", "Noir"]``: rows whose list holds at least one of these names."""

    lookup_name = "any_of"
    prepare_rhs = False
    rhs: list[str]

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, column_params = self.process_lhs(compiler, connection)
        if connection.vendor == "postgresql":
            # Not its operator ?|, for which the planner would leave the order that a list is walked in.
            return f"jsonb_exists_any({column}, %s::text[])", (*column_params, [*self.rhs])
        rows = EXPAND[connection.vendor].format(column)
        marks = ", ".join(["%s"] * len(self.rhs))
        sql = f"EXISTS (SELECT 1 FROM {rows} WHERE item.value IN ({marks}))"  # noqa: S608  names are params
        return sql, (*column_params, *self.rhs)


def count_names(model: type[models.Model], field: str) -> dict[str, int]:
    """Return how many rows hold each name of this NamesField, the most frequent first."""
    connection = connections[model._default_manager.db]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            if sqlite3.has_indexes(cursor, model._meta.db_table):
                return sqlite3.count_names(cursor, model._meta.db_table, field)
    quote = connection.ops.quote_name
    rows = EXPAND[connection.vendor].format(quote(field))
    sql = f"SELECT item.value, COUNT(*) FROM {quote(model._meta.db_table)}, {rows}"  # noqa: S608  no input
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} GROUP BY item.value ORDER BY COUNT(*) DESC, item.value")
        return dict(cursor.fetchall())
