"""The version of a table: it changes in every transaction that changes rows, whoever writes.

Two answers made of one version are made of the same rows. On PostgreSQL each transaction renews one of
several tags, one that nobody else holds, so that writers never wait for each other; the version is all tags
together, and within a writer's own transaction what it did so far. On SQLite, where one writes at a time,
there is one tag.
"""
# ruff: noqa: S608  what is put together are names of tables.

import time
from collections.abc import Callable, Iterable
from typing import Any, TypeVar, cast

from django.db import connections, models
from django.db.models.expressions import Expression

from resources.statements import Planned

T = TypeVar("T")
# By table and by what makes it: the version, what was made, and until when it is shown whatever changes.
# As many as there are such functions.
_made: dict[tuple[str, Callable[[type[models.Model]], Any]], tuple[str, Any, float]] = {}

VERSIONS = "resources_tableversion"

# SKIP LOCKED: of tags that others renew at this moment none is waited for; at most, one more is made.
FUNCTION = f"""
DECLARE
    own text := 'usher.' || TG_TABLE_NAME;
BEGIN
    IF coalesce(current_setting(own, true), '') = '' THEN
        UPDATE {VERSIONS} SET tag = gen_random_uuid() WHERE id = (
            SELECT id FROM {VERSIONS} WHERE table_name = TG_TABLE_NAME LIMIT 1 FOR UPDATE SKIP LOCKED
        );
        IF NOT FOUND THEN
            INSERT INTO {VERSIONS} (table_name, tag) VALUES (TG_TABLE_NAME, gen_random_uuid());
        END IF;
    END IF;
    -- Until the end of the transaction, or back to a savepoint: once is enough for others.
    PERFORM set_config(own, gen_random_uuid()::text, true);
    RETURN NULL;
END"""
EVENTS = "AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE"


class TableVersion(Expression):
    """The version of a model's table, to be read with its rows, in one statement."""

    output_field = models.TextField()

    def __init__(self, model: type[models.Model]) -> None:
        super().__init__()
        self.table = model._meta.db_table

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[()]]:
        return version_sql(connection.vendor, self.table), ()


def version_sql(vendor: str, table: str) -> str:
    """Return a scalar subquery: the version of a table, NULL where ``migrate`` has not made any."""
    if vendor == "sqlite":
        return f"(SELECT tag FROM {VERSIONS} WHERE table_name = '{table}')"
    own = f"coalesce(current_setting('usher.{table}', true), '')"
    tags = "string_agg(tag::text, ',' ORDER BY id)"
    return f"(SELECT {tags} || {own} FROM {VERSIONS} WHERE table_name = '{table}')"


def version_of(model: type[models.Model], using: str = "") -> str:
    """Return the version of a model's table, "" where there is none."""
    connection = connections[using or model._default_manager.db]
    with connection.cursor() as cursor:
        cursor.execute(Planned(f"SELECT {version_sql(connection.vendor, model._meta.db_table)}"))
        return cursor.fetchone()[0] or ""


def made_once(
    model: type[models.Model],
    make: Callable[[type[models.Model]], T],
    lasting: Callable[[T], float] = lambda _made: 0,
) -> T:
    """Return what ``make`` makes of a model's rows; each process makes it once for a version of the table.

    ``lasting`` says of it for how many seconds it may be shown though rows have changed.
    """
    key = model._meta.db_table, make
    version = version_of(model)
    known = _made.get(key)
    if known and ((version and known[0] == version) or time.monotonic() < known[2]):
        return cast(T, known[1])
    made = make(model)
    # Where nobody wrote meanwhile, all its statements saw the rows of this version.
    seen = version if version_of(model) == version else ""
    _made[key] = seen, made, time.monotonic() + lasting(made)
    return made


def renewal(table: str) -> str:
    """Return the statements of a trigger on SQLite."""
    # No upsert: the statement that fires it may be an INSERT OR IGNORE, which would hold for it, too.
    return (
        f"UPDATE {VERSIONS} SET tag = lower(hex(randomblob(16))) WHERE table_name = '{table}'; "
        f"INSERT INTO {VERSIONS} (table_name, tag) SELECT '{table}', lower(hex(randomblob(16)))"
        f" WHERE NOT EXISTS (SELECT 1 FROM {VERSIONS} WHERE table_name = '{table}'); "
    )


def renew(cursor: Any, table: str) -> None:
    """On SQLite: renew the version of a table whose triggers may have been away."""
    for statement in renewal(table).split("; ")[:-1]:
        cursor.execute(statement)


def make_triggers(cursor: Any, tables: Iterable[str]) -> None:
    """On PostgreSQL: make the trigger of each table that has none."""
    cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'renew_table_version'")
    if cursor.fetchone() != (FUNCTION,):
        cursor.execute(
            "CREATE OR REPLACE FUNCTION renew_table_version() RETURNS trigger LANGUAGE plpgsql"
            f" AS $function${FUNCTION}$function$"
        )
    cursor.execute(
        "SELECT relname FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid WHERE tgname = 'versioned'"
    )
    there = {name for (name,) in cursor.fetchall()}
    for table in tables:
        if table not in there:
            cursor.execute(
                f'CREATE TRIGGER versioned {EVENTS} ON "{table}" EXECUTE FUNCTION renew_table_version()'
            )
            # Rows may have changed since a former table of this name had its trigger.
            cursor.execute(
                f"INSERT INTO {VERSIONS} (table_name, tag) VALUES (%s, gen_random_uuid())", [table]
            )
