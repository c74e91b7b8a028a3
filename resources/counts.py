"""Count the rows that filters leave: exactly up to a thousand, and above that about."""

from functools import cache
from typing import Any, cast

from django.db.models import Model, QuerySet
from rest_framework import serializers

from resources.list_params import PAGING, PageQuerySerializer
from resources.versions import made_once

MOST = 1_000  # counted one by one
SAMPLE = 1_000  # rows that stand for all others
CHOOSING = {*PAGING, "ordering", "format"}  # what does not decide about which rows there are


class CountSerializer(serializers.Serializer):
    """How many rows a list would show in all."""

    count = serializers.IntegerField()
    exact = serializers.BooleanField(
        help_text=f"false where there are more than {MOST:,} and the count is an estimate."
    )


@cache
def without_paging(kind: type[PageQuerySerializer]) -> type[PageQuerySerializer]:
    """Return these query parameters without those of pages, orders and files."""

    def get_fields(query: Any) -> dict[str, serializers.Field]:
        fields = super(counted_by, query).get_fields()
        return {name: field for name, field in fields.items() if name not in CHOOSING}

    counted_by: Any = type(f"Counted{kind.__name__}", (kind,), {"get_fields": get_fields})
    return cast(type[PageQuerySerializer], counted_by)


def counted(rows: QuerySet[Any]) -> dict[str, Any]:
    """Return what CountSerializer shows of these rows of a table."""
    found = rows.order_by()[: MOST + 1].count()
    if found <= MOST:
        return {"count": found, "exact": True}
    if not rows.query.where:
        return {"count": made_once(rows.model, total), "exact": True}
    return {"count": max(MOST, _estimated(rows)), "exact": False}


def total(model: type[Model]) -> int:
    return model._default_manager.count()


def _estimated(rows: QuerySet[Any]) -> int:
    """Return to two digits how many these are, by ids at equal distances from each other.

    SQLite has no estimate of its own, and PostgreSQL's knows nothing of names and words.
    """
    ids = rows.model._default_manager.using(rows.db).order_by("pk").values_list("pk", flat=True)
    ends: Any = ids.first(), ids.last()  # each by index; asked for together SQLite would read all
    first, last = ends
    step = max(1, (last - first) // SAMPLE)
    found = rows.filter(pk__in=range(first, last + 1, step)).count()
    return int(float(f"{found * step:.1e}"))
