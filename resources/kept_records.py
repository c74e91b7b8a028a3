"""One row of a table by its id, with a statement that is kept, for views that only declare which it is."""

from functools import lru_cache
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import connections, router
from django.db.models import QuerySet

from resources.compiled_rows import holds_its_columns
from resources.declared import defined_by_others
from resources.history import History, history_class
from resources.keyset import bounded
from resources.statements import Slot, does_more, statement_of

MOST_KINDS = 64

# What decides about the row that a view is asked for.
OF_A_VIEW = frozenset(
    ["get_object", "get_queryset", "filter_queryset", "filter_backends", "lookup_field", "lookup_url_kwarg"]
)


class KeptRecord:
    """The rows of a queryset, each to be had by its id as an object of the model."""

    def __init__(self, queryset: QuerySet[Any], alias: str) -> None:
        self._model, self._alias = queryset.model, alias
        self._names = [field.attname for field in self._model._meta.concrete_fields]
        self._annotations = list(queryset.query.annotation_select)
        pk: Any = self._model._meta.pk
        self._statement = statement_of([queryset.filter(pk=Slot(0, pk))], alias, 1, planned=True)

    def get(self, id: str) -> Any:
        """Return the row with this id, or None."""
        try:
            pk = self._model._meta.pk.to_python(id)
        except ValidationError:
            return None
        if bounded(pk) != pk:
            return None
        rows = self._statement.rows([pk], connections[self._alias]) if self._statement else []
        if not rows:
            return None
        (values,) = rows
        record = self._model.from_db(self._alias, self._names, values[: len(self._names)])
        for name, value in zip(self._annotations, values[len(self._names) :], strict=True):
            setattr(record, name, value)
        return record


def kept_record(view: Any, locked: bool) -> KeptRecord | None:
    """Return the rows of which a view shows one; None where the view does anything of its own about it."""
    queryset, kind = view.queryset, cast(Any, type(view))
    if defined_by_others(kind, OF_A_VIEW) or not OF_A_VIEW.isdisjoint(vars(view)):
        return None
    # A row is locked where it is written.
    alias = queryset._db or router.db_for_write(queryset.model) if locked else queryset.db
    return _kept_record(queryset, alias, history_class(), locked)


@lru_cache(maxsize=MOST_KINDS)
def _kept_record(
    queryset: QuerySet[Any], alias: str, history: type[History], locked: bool
) -> KeptRecord | None:
    query, meta = queryset.query, queryset.model._meta
    whole = not query.select_related and query.deferred_loading == (frozenset(), True)
    if does_more(queryset) or not whole or meta.parents or not holds_its_columns(queryset.model):
        return None
    return KeptRecord(in_full(queryset.using(alias), history, locked), alias)


def in_full(queryset: QuerySet[Any], history: type[History], locked: bool) -> QuerySet[Any]:
    """Return the rows with who changed them last, and locked until the transaction ends."""
    queryset = history.with_last_change(queryset)
    # On SQLite the transaction itself began with the lock (transaction_mode IMMEDIATE), and this asks
    # for nothing more.
    return queryset.select_for_update() if locked else queryset
