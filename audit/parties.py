"""Who and what the trail speaks of, once each, so that a list is narrowed to them without reading all of it.

Triggers keep them in the writer's transaction, whoever writes: a name that was missing would hide entries.
"""

from typing import Any

from django.db import connection, connections, transaction
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from audit.models import Change, Entry, Party
from resources.indexing.narrowing import narrowed

# The columns of an entry or a change that make a party of each kind.
COLUMNS = {
    "actor": ("actor_subject", "actor_name"),
    "target": ("target_id", "target_name"),
    "action": ("action", None),
}
INSERT = "INSERT INTO audit_party (facet, ref, name) {rows} ON CONFLICT DO NOTHING"
TRIGGERS = {
    "sqlite": ["CREATE TRIGGER {name} AFTER INSERT ON {table} BEGIN {insert}; END"],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN {insert}; RETURN NULL; END $$",
        "CREATE TRIGGER {name} AFTER INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ],
}
THERE = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}


def make_triggers(using: str, **_signal: Any) -> None:
    """Make the triggers that are missing once ``migrate`` has run, and note what was written before them."""
    vendor, tables = connections[using].vendor, connections[using].introspection.table_names()
    if not {model._meta.db_table for model in (Entry, Change, Party)}.issubset(tables):
        return  # Only part of the site is migrated.
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute(THERE[vendor])
        there = {name for (name,) in cursor.fetchall()}
        for model in (Entry, Change):
            table = model._meta.db_table
            name = f"{table}_parties"
            if name in there:
                continue
            new = ", ".join(f"({_values(model, kind, 'NEW.')})" for kind in COLUMNS)
            for statement in TRIGGERS[vendor]:
                cursor.execute(
                    statement.format(name=name, table=table, insert=INSERT.format(rows=f"VALUES {new}"))
                )
            for kind in COLUMNS:
                # WHERE, as SQLite would take ON CONFLICT for the condition of a join.
                rows = f"SELECT DISTINCT {_values(model, kind)} FROM {table} WHERE TRUE"  # noqa: S608
                cursor.execute(INSERT.format(rows=rows))


def with_party(queryset: QuerySet[Any], kind: str, text: str) -> QuerySet[Any]:
    """Return the rows whose actor or target is called ``text``, or has it in its name, whatever the case."""
    ref, name = COLUMNS[kind]
    of_row = Q(**{ref: text}) | Q(**{f"{name}__icontains": text})
    return _narrowed(queryset, kind, Q(ref=text) | Q(name__icontains=text), of_row)


def with_kind_of_action(queryset: QuerySet[Any], kind: str) -> QuerySet[Any]:
    """Return the rows whose action is one of this kind, such as ``role``."""
    return _narrowed(queryset, "action", Q(ref__startswith=f"{kind}."), Q(action__startswith=f"{kind}."))


def delete_unused() -> None:
    """Forget who and what no change speaks of any more. Entries stay, and whom they speak of."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            # Nobody may write a change of somebody in this moment: their name is there, and would be gone.
            with connection.cursor() as cursor:
                cursor.execute("LOCK TABLE audit_party IN SHARE ROW EXCLUSIVE MODE")
        for kind, (ref, name) in COLUMNS.items():
            own = {ref: OuterRef("ref"), **({name: OuterRef("name")} if name else {})}
            unused = Party.objects.exclude(Exists(Change.objects.filter(**own)))
            unused.filter(facet=_facet(Change, kind)).delete()


def _narrowed(queryset: QuerySet[Any], kind: str, parties: Q, of_row: Q) -> QuerySet[Any]:
    table, (ref, name) = queryset.model._meta.db_table, COLUMNS[kind]
    found = Party.objects.filter(parties, facet=_facet(queryset.model, kind)).values("ref", "name")
    sql, params = found.query.sql_with_params()
    same = f"{table}.{ref} = party.ref" + (f" AND {table}.{name} = party.name" if name else "")
    # SQLite takes CROSS JOIN for an order: the parties first. It would read all entries for one rare action.
    select = f"SELECT {table}.id FROM ({sql}) AS party CROSS JOIN {table} WHERE {same}"  # noqa: S608  our own names
    return narrowed(queryset, [of_row], [(select, list(params))])


def _facet(model: type[Model], kind: str) -> str:
    return f"{model._meta.model_name}.{kind}"


def _values(model: type[Model], kind: str, prefix: str = "") -> str:
    ref, name = COLUMNS[kind]
    return f"'{_facet(model, kind)}', {prefix}{ref}, " + (f"{prefix}{name}" if name else "''")
