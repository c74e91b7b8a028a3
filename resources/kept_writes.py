"""Rows that are written by statements which are kept. The ORM writes one anew for each row."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, cast

from django.db import connections, models

from resources.statements import Planned

MOST_STATEMENTS = 256
HOW = 2  # ``update_fields`` and ``forced_update``, which the caller has heeded


class KeptWrites(models.Model):
    """A model whose rows are inserted and updated so, where they hold plain values and no expressions.

    ``Model.save`` calls both methods, after what it asks of the row and its listeners and before what it
    tells them: nothing else of it changes.
    """

    class Meta:
        abstract = True

    def _do_insert(
        self, manager: Any, using: str, fields: Sequence[Any], returning_fields: Sequence[Any], raw: bool
    ) -> list[Any]:
        values = [getattr(self, field.attname) for field in fields]
        if [*returning_fields] != [manager.model._meta.auto_field] or not _are_plain(fields, values):
            orm: Any = super()
            return cast(list[Any], orm._do_insert(manager, using, fields, returning_fields, raw))
        if not raw:
            values = [field.pre_save(self, True) for field in fields]
        sql = _insert(manager.model, using, tuple(field.column for field in fields))
        with connections[using].cursor() as cursor:
            cursor.execute(sql, _prepared(fields, values, connections[using]))
            return [cursor.fetchone()]

    def _do_update(  # type: ignore[override]  # as Django 5.2 asks; a later one asks for more, and is left to it
        self, base_qs: Any, using: str, pk_val: Any, values: Sequence[Any], *how: Any
    ) -> bool:
        fields, held = [value[0] for value in values], [value[2] for value in values]
        meta = base_qs.model._meta
        is_more = len(how) > HOW or not values or meta.select_on_save or base_qs.query.where
        if is_more or not _are_plain(fields, held):
            orm: Any = super()
            return cast(bool, orm._do_update(base_qs, using, pk_val, values, *how))
        sql = _update(base_qs.model, using, tuple(field.column for field in fields))
        with connections[using].cursor() as cursor:
            cursor.execute(sql, _prepared([*fields, meta.pk], [*held, pk_val], connections[using]))
            return bool(cursor.rowcount > 0)


def _are_plain(fields: Sequence[Any], values: Sequence[Any]) -> bool:
    """Say whether each value is one parameter of a statement, whatever it is."""
    return not any(hasattr(field, "get_placeholder") for field in fields) and not any(
        hasattr(value, "as_sql") or hasattr(value, "resolve_expression") for value in values
    )


def _prepared(fields: Sequence[Any], values: Sequence[Any], connection: Any) -> list[Any]:
    return [field.get_db_prep_save(value, connection) for field, value in zip(fields, values, strict=True)]


@lru_cache(MOST_STATEMENTS)
def _insert(model: type[models.Model], using: str, columns: tuple[str, ...]) -> str:
    quoted, meta = connections[using].ops.quote_name, cast(Any, model)._meta
    names, places = ", ".join(map(quoted, columns)), ", ".join(["%s"] * len(columns))
    table, pk = quoted(meta.db_table), quoted(meta.pk.column)
    return Planned(f"INSERT INTO {table} ({names}) VALUES ({places}) RETURNING {pk}")  # noqa: S608  names of the model


@lru_cache(MOST_STATEMENTS)
def _update(model: type[models.Model], using: str, columns: tuple[str, ...]) -> str:
    quoted, meta = connections[using].ops.quote_name, cast(Any, model)._meta
    changes = ", ".join(f"{quoted(column)} = %s" for column in columns)
    table, pk = quoted(meta.db_table), quoted(meta.pk.column)
    return Planned(f"UPDATE {table} SET {changes} WHERE {pk} = %s")  # noqa: S608  likewise
