"""Lists whose statements are kept: one for each way in which a list is asked for.

The ORM writes a statement anew for each request, which costs several times what asking costs. Here
it writes one for each set of query parameters. What differs from page to page, the place that the
cursor names, is a parameter of the statement; whatever else was asked for is part of the key
under which it is kept, so that nothing of one request can reach the answer to another.

This is for views that only declare what they list. Others are asked themselves, each time.
"""

import inspect
import re
import time
from collections.abc import Mapping
from functools import cache, lru_cache
from operator import itemgetter
from pathlib import Path
from typing import Any

import django
import orjson
import rest_framework
from django.db import connections
from django.db.models import QuerySet
from django.http import QueryDict
from rest_framework.fields import empty

from permissions_api.conditional import etag_of_bytes
from resources.compiled_rows import Column, Kind, columns, picture_field, written
from resources.declared import OURS, defined_by_others
from resources.list_params import MOST_OF_A_START, PageQuerySerializer
from resources.pages import Cursor, Page, page_from, place_asked, walk_from
from resources.pictures import names
from resources.records import Record
from resources.serializers import PICTURE
from resources.statements import Slot, Statement, does_more, statement_of
from resources.versions import TableVersion, version_of

MOST_LISTS = 512
KEPT_SECONDS = 60  # By how many rows a word has, another statement may suit it better by then.
MOST_CHARACTERS = 500  # of the parameters of a list that is kept
CURSOR = re.compile(r"[\w-]{1,2000}", re.ASCII)
Asked = tuple[tuple[str, ...], ...]

# What decides about a list, of its view and of the class of its query parameters.
OF_A_VIEW = frozenset(
    [
        *("get_queryset", "get_serializer", "get_serializer_class", "get_serializer_context"),
        *("filter_queryset", "filter_backends", "paginate_queryset", "paginator", "pagination_class"),
        *("get_paginated_response", "query"),
    ]
)
OF_A_QUERY = frozenset(
    [
        *("__init__", "__new__", "__getattribute__", "Meta", "context", "fields", "get_fields", "narrow"),
        *("ordering", "order_column", "initial_data", "is_valid", "run_validation", "run_validators"),
        *("to_internal_value", "refused", "validate", "validators", "get_validators", "validated_data"),
    ]
)


class KeptList:
    """One list under certain query parameters, with a statement for each kind of place to go on from."""

    def __init__(
        self,
        queryset: QuerySet[Any],
        query: PageQuerySerializer,
        shown: Mapping[str, Column],
        shape: str,
        pictured_by: str,
    ) -> None:
        meta = queryset.model._meta
        self._ordering, self._size = query.ordering, query.validated_data["page_size"]
        self._field: Any = meta.get_field(query.order_column)
        self._names = list(shown)
        self._converts = {name: column.convert for name, column in shown.items() if column.convert}
        place = (self._field.attname, meta.pk.attname)
        columns_read = list(dict.fromkeys([*(column.name for column in shown.values()), *place]))
        self._place_of = itemgetter(*map(columns_read.index, place))
        narrowed = query.narrow(queryset)
        self._versioned = _of_one_table(queryset, narrowed)
        version = [TableVersion(queryset.model)] if self._versioned else []
        self._queryset = narrowed.values_list(*columns_read, *version)
        self._statements: dict[Any, Statement | None] = {}
        self._shape = shape
        self._label, self._picture_field = meta.app_label, pictured_by

    def page(self, cursor: str, starting_at: str = "") -> Page[dict[str, Any]]:
        """Return the page at a cursor, or the first. Raises ValidationError for what is no place here."""
        after = place_asked(cursor, starting_at, self._ordering, self._field)
        rows = self._rows(after)
        # Looked at afterwards: what it shows may be newer than the version, and never older.
        is_first = bool(after and starting_at and not self._rows(after.turned()))
        version = rows[0][-1] if rows and self._versioned else None
        page = page_from(rows, self._size, self._ordering, after, self._place_of, is_first)
        shown = written(self._names, page.rows, self._converts)
        if self._picture_field:
            made = names.period()
            for row in shown:
                row[PICTURE] = names.path(self._label, row["id"], row[self._picture_field], made)
        return Page(shown, page.next, page.previous, version or "")

    def _rows(self, after: Cursor | None) -> list[Any]:
        kind = after and (after.backwards, after.value is None)
        if kind not in self._statements:
            self._statements[kind] = self._statement(after)
        statement = self._statements[kind]
        place = (after.value, after.pk) if after else (None, None)
        return statement.rows(place, connections[self._queryset.db]) if statement else []

    def version(self) -> str:
        """Return the version that the table has now; "" where that does not say all about the list."""
        return version_of(self._queryset.model, self._queryset.db) if self._versioned else ""

    def etag(self, version: str, media_type: str, address: str) -> str:
        """Return the ETag of what is answered of this version, in this form and at this address."""
        shown = [self._shape, version, media_type, address, *([names.mark()] if self._picture_field else [])]
        return etag_of_bytes("\n".join(shown).encode())

    def _statement(self, after: Cursor | None) -> Statement | None:
        """Write the statement for places of this kind; None where the database need not be asked."""
        pk = self._queryset.model._meta.pk
        slots = after and (None if after.value is None else Slot(0, self._field), Slot(1, pk))
        walk = walk_from(after, self._field, self._ordering)
        most = self._size + 1  # One more tells whether there is a further page.
        parts = walk.parts(self._queryset, slots)
        return statement_of([part[:most] for part in parts], self._queryset.db, most)


def kept_list(view: Any) -> KeptList | None:
    """Return the list that a view is asked for; None where the view does anything of its own about lists.

    Raises ValidationError naming the parameters that are wrong.
    """
    kind: Any = type(view)
    if defined_by_others(kind, OF_A_VIEW) or not OF_A_VIEW.isdisjoint(vars(view)):
        return None
    parameters, queryset = view.request.query_params, view.queryset
    # Where a page begins is no part of the list, but whether a start may be named is.
    asked = tuple(
        (name, "0") if name == "starting_at" else (name, *texts)
        for name, texts in parameters.lists()
        if name != "cursor"
    )
    if not 0 < len(parameters.get("starting_at", "0").strip()) <= MOST_OF_A_START:
        return None
    if sum(len(text) for texts in asked for text in texts) > MOST_CHARACTERS:
        return None
    cursor = parameters.get("cursor", "")
    if cursor and not CURSOR.fullmatch(cursor):
        return None
    kept: KeptList | None = _kept_list(
        queryset,
        queryset.db,
        view.query_class,
        view.get_serializer_class(),
        asked,
        time.monotonic() // KEPT_SECONDS,
    )
    return kept


@lru_cache(maxsize=MOST_LISTS)
def _kept_list(
    queryset: QuerySet[Any],
    alias: str,
    query_class: type[PageQuerySerializer],
    kind: Kind,
    asked: Asked,
    _period: float,
) -> KeptList | None:
    shown = columns(kind)
    if shown is None or not _declares_its_parameters(query_class) or does_more(queryset):
        return None
    parameters = QueryDict(mutable=True)
    for name, *texts in asked:
        parameters.setlist(name, texts)
    query = query_class(data=parameters)
    query.is_valid(raise_exception=True)
    return KeptList(queryset.using(alias), query, shown, _shape(kind), picture_field(kind))


def _of_one_table(queryset: QuerySet[Any], narrowed: QuerySet[Any]) -> bool:
    """Say whether nothing but the rows of a Record's table decides what a list shows."""
    where, tables = narrowed.query.where, narrowed.query.alias_map
    return (
        issubclass(queryset.model, Record)
        and not queryset.query.where
        and {*tables} <= {queryset.model._meta.db_table}
        and all(type(part).__module__.startswith(OURS) for part in where.leaves())
    )


@cache
def _shape(kind: Kind) -> str:
    """Return what changes whenever another build of this program might show the same rows otherwise."""
    classes = [
        each for each in kind.__mro__ if not each.__module__.startswith(("rest_framework.", "builtins"))
    ]
    files = {*Path(__file__).parent.rglob("*.py"), *(Path(inspect.getfile(each)) for each in classes)}
    parts = [django.__version__, rest_framework.VERSION, orjson.__version__, repr(kind())]
    return etag_of_bytes("\n".join([*parts, *(file.read_text() for file in sorted(files))]).encode())


@cache
def _declares_its_parameters(query_class: type[PageQuerySerializer]) -> bool:
    """Say whether what is valid, and what it means, is a matter of the parameters alone."""
    checks = {name for each in query_class.__mro__ for name in vars(each) if name.startswith("validate_")}
    if defined_by_others(query_class, OF_A_QUERY | checks):
        return False
    return all(
        (field.default is empty or not callable(field.default))
        and all(type(part).__module__.startswith(OURS) for part in (field, *field.validators))
        for field in query_class().fields.values()
    )
