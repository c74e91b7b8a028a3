"""The viewset that the API of a resource is made of: list, read, create, change and delete."""

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar, cast

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ModelViewSet

from permissions_api.conditional import require_unchanged
from resources.compiled_rows import compiled, represented
from resources.counts import CountSerializer, counted
from resources.declared import defined_by_others
from resources.downloads import Downloadable
from resources.history import History, LastChangeSerializer, Version, history_class
from resources.idempotency import CreatesOnce, create_once
from resources.kept_records import in_full, kept_record
from resources.list_views import ListsRows, QueriedView
from resources.pictures import names
from resources.records import Record
from resources.renderers import etag_of
from resources.schema import ResourceSchema
from resources.serializers import LAST_CHANGE, PICTURE, RecordSerializer, as_entry, with_last_change
from resources.summaries import SummarySerializer, seconds_shown
from resources.versions import made_once

# What a view says of one row by anything of its own.
OF_A_ROW = frozenset(["get_serializer", "get_serializer_class", "get_serializer_context"])
MARK, MOST_MARKS = re.compile(r'\.(\d{1,9})"'), 10
PRECONDITIONS = {f"HTTP_IF_{name}" for name in ("MATCH", "NONE_MATCH", "MODIFIED_SINCE", "UNMODIFIED_SINCE")}

IF_MATCH = OpenApiParameter(
    "If-Match",
    location=OpenApiParameter.HEADER,
    description="The ETag of the row as you read it; 412 when it was changed meanwhile.",
)


@extend_schema_view(
    update=extend_schema(parameters=[IF_MATCH]),
    partial_update=extend_schema(parameters=[IF_MATCH]),
    destroy=extend_schema(parameters=[IF_MATCH]),
)
class ResourceViewSet(CreatesOnce, Downloadable, ListsRows, QueriedView, ModelViewSet):
    """An API of one resource. A subclass names its ``resource``, ``queryset`` and ``serializer_class``.

    ``entry_serializer_class`` says what a list shows of each row, unless it is the whole;
    ``summary_class`` makes the figures of its summary.
    """

    action_words = {"count": "list", "summary": "list"}
    summary_class: ClassVar[type[SummarySerializer]] = SummarySerializer
    serializer_class: type[RecordSerializer]
    entry_serializer_class: ClassVar[type[RecordSerializer] | None] = None
    schema = ResourceSchema()

    @cached_property
    def history(self) -> History:
        """Who changed what, as far as the one who asks may know."""
        return history_class()(self.request)

    def get_serializer_class(self) -> type[RecordSerializer]:
        if self.action == "list":
            return self.entry_serializer_class or as_entry(self.serializer_class)
        return with_last_change(self.serializer_class)

    def get_queryset(self) -> QuerySet[Any]:
        queryset = super().get_queryset()
        if self.action == "count":
            return queryset
        if self.action == "list":
            return queryset.only(*self.get_serializer_class().Meta.fields, self.query.order_column)
        return in_full(queryset, history_class(), self._changes)

    def get_object(self) -> Record:
        """Return the row at this address, locked where it is to be changed."""
        kept = kept_record(self, self._changes)
        if kept is None:
            return cast(Record, super().get_object())
        record = kept.get(self.kwargs[self.lookup_field])
        if record is None:
            raise Http404
        self.check_object_permissions(self.request, record)
        return cast(Record, record)

    @property
    def _changes(self) -> bool:
        return self.request.method in ("PUT", "PATCH", "DELETE")

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        """One page of the list. ``next`` and ``previous`` lead on. An unknown parameter is refused.

        Or all of it as a file, in the ``format`` asked for.
        """
        return self.file_asked_for(request) or super().list(request, *args, **kwargs)

    @extend_schema(responses=CountSerializer)
    @action(detail=False, pagination_class=None)
    def count(self, request: Request) -> Response:
        """Count the rows that a list would show: exactly up to a thousand, above that about."""
        return Response(counted(self.filter_queryset(self.get_queryset())))

    @action(detail=False, pagination_class=None, filter_backends=[])
    def summary(self, request: Request) -> Response:
        """Tell in figures what rows there are."""
        figures = made_once(cast(Any, self).queryset.model, self.summary_class.figures, seconds_shown)
        return Response(figures)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One record, whole. Its ETag serves ``If-None-Match`` here and ``If-Match`` when it is changed."""
        return self._answer(self.get_object())

    @create_once
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Add a record. What the body leaves out becomes empty; an unknown field is refused by name."""
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        record = serializer.save()
        response = self._answer(record, status=201)
        response["Location"] = request.build_absolute_uri(f"{record.pk}/")
        return response

    @transaction.atomic
    def update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Replace a record. What the body leaves out becomes empty."""
        record = self._unchanged_object()
        serializer = self.get_serializer(record, data=request.data, partial=kwargs.get("partial", False))
        serializer.is_valid(raise_exception=True)
        return self._answer(serializer.save())

    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Change a record. What the body leaves out stays as it is."""
        return super().partial_update(request, *args, **kwargs)

    @transaction.atomic
    def destroy(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Delete a record."""
        self._unchanged_object().delete()
        return Response(status=204)

    def _unchanged_object(self) -> Record:
        record = self.get_object()
        if not PRECONDITIONS.isdisjoint(self.request.META):
            (content,) = represented(self.serializer_class, [record], self.get_serializer_context())
            require_unchanged(
                self.request,
                *_as_sent(self.request, _etags(content, *self.history.versions(record))),
                told=lambda: {LAST_CHANGE: self.history.last_change(record)},
            )
        return record

    def _answer(self, record: Record, status: int = 200) -> Response:
        data = self._in_full(record)
        (etag,) = _etags(data, self.history.version(record))
        return row_response(data, _with_mark(etag, names.mark()) if data.get(PICTURE) else etag, status)

    def _in_full(self, record: Record) -> dict[str, Any]:
        """Return what the serializer says of a row, who changed it last included."""
        own: Any = compiled(self.serializer_class)
        if own is None or defined_by_others(type(self), OF_A_ROW):
            data: dict[str, Any] = self.get_serializer(record).data
            return data
        (content,) = represented(self.serializer_class, [record], {})
        last = self.history.last_change(record)
        (shown,) = represented(LastChangeSerializer, [last], {}) if last else (None,)
        return {**content, LAST_CHANGE: shown}


def row_response(data: Any, etag: str = "", status: int = 200) -> Response:
    """Return one row, whole, with its ETag."""
    return Response(data, status=status, headers={"ETag": etag or etag_of(data)})


def _as_sent(request: Request, etags: Sequence[str]) -> list[str]:
    """Return these ETags, also with the marks that were sent: whenever the row was read, it is the same."""
    sent = " ".join(request.META.get(name, "") for name in ("HTTP_IF_MATCH", "HTTP_IF_NONE_MATCH"))
    marks = {*MARK.findall(sent)[:MOST_MARKS]}
    return [*etags, *(_with_mark(etag, mark) for etag in etags for mark in marks)]


def _with_mark(etag: str, mark: str) -> str:
    """Return the ETag of a row that is shown with the name of its picture, another one each half day."""
    return f'{etag[:-1]}.{mark}"'


def _etags(content: dict[str, Any], *versions: Version) -> list[str]:
    """Return the ETag that a record with this content has in each of these versions."""
    digest = etag_of({name: value for name, value in content.items() if name not in (LAST_CHANGE, PICTURE)})
    return [etag_of([digest, *version]) for version in versions]
