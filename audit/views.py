"""The API of the audit trail: read, and nothing else."""

from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.viewsets import GenericViewSet

from audit.days import counted_days
from audit.models import Change, Entry, Refusal
from audit.resource import AUDIT
from audit.serializers import (
    ChangeSerializer,
    DaysQuerySerializer,
    DaysSerializer,
    EntryQuerySerializer,
    EntrySerializer,
    RefusalQuerySerializer,
    RefusalSerializer,
)
from resources.downloads import Downloadable, Sheet, rows_of
from resources.list_views import ListsRows, QueriedView
from resources.schema import ResourceSchema


class AuditView(Downloadable, ListsRows, QueriedView, GenericViewSet):
    """A list that ``list:audit`` opens, in pages or as a file, which says what the pages say."""

    resource = AUDIT
    schema = ResourceSchema()

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return self.file_asked_for(request) or super().list(request, *args, **kwargs)

    def sheet(self, format_name: str) -> Sheet:
        kind: Any = self.serializer_class
        rows = rows_of(self, self.filter_queryset(self.get_queryset()), kind)
        if format_name != "csv":
            return Sheet([*kind().fields], rows)
        return Sheet(_columns(kind()), (_flat(row) for row in rows))


def _columns(kind: Serializer) -> list[str]:
    """Return the columns of a table: those of who and what stand side by side, such as ``actor.name``."""
    return [
        f"{name}.{inner}" if inner else name
        for name, field in kind.fields.items()
        for inner in (field.fields if isinstance(field, Serializer) else [""])
    ]


def _flat(row: Any) -> dict[str, Any]:
    inner = {
        f"{name}.{key}": value for name in ("actor", "target") for key, value in row.get(name, {}).items()
    }
    return {**row, **inner}


class EntryViewSet(AuditView):
    """Who changed what of people, roles, clients and keys, the newest first."""

    queryset = Entry.objects.all()
    serializer_class = EntrySerializer
    query_class = EntryQuerySerializer
    file_name = "audit"
    action_words = {"days": "list"}

    @extend_schema(parameters=[DaysQuerySerializer], responses=DaysSerializer)
    @action(detail=False, pagination_class=None, filter_backends=[])
    def days(self, request: Request) -> Response:
        """How many refusals, logins and changes there were on each of the last days of a time zone."""
        query = DaysQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        zone = query.validated_data["zone"]
        days = counted_days(query.validated_data["days"], zone)
        found = {"zone": zone.key, "login_action": settings.AUDIT_LOGIN_ACTION, "days": days}
        return Response(DaysSerializer(found).data)


class ChangeViewSet(AuditView):
    """Who changed which film, book or other record, and what was imported, the newest first."""

    queryset = Change.objects.all()
    serializer_class = ChangeSerializer
    file_name = "audit-changes"
    query_class = EntryQuerySerializer


class RefusalViewSet(AuditView):
    """How often somebody was refused for lack of which permission, by the minute, the newest first."""

    queryset = Refusal.objects.all()
    serializer_class = RefusalSerializer
    file_name = "audit-refusals"
    query_class = RefusalQuerySerializer
