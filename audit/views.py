"""The API of the audit trail: read, and nothing else."""

from rest_framework.viewsets import GenericViewSet

from audit.models import Change, Entry, Refusal
from audit.resource import AUDIT
from audit.serializers import (
    ChangeSerializer,
    EntryQuerySerializer,
    EntrySerializer,
    RefusalQuerySerializer,
    RefusalSerializer,
)
from resources.list_views import ListsRows, QueriedView


class AuditView(ListsRows, QueriedView, GenericViewSet):
    """A list that ``list:audit`` opens."""

    resource = AUDIT


class EntryViewSet(AuditView):
    """Who changed what of people, roles, clients and keys, the newest first."""

    queryset = Entry.objects.all()
    serializer_class = EntrySerializer
    query_class = EntryQuerySerializer


class ChangeViewSet(AuditView):
    """Who changed which film, book or other record, and what was imported, the newest first."""

    queryset = Change.objects.all()
    serializer_class = ChangeSerializer
    query_class = EntryQuerySerializer


class RefusalViewSet(AuditView):
    """How often somebody was refused for lack of which permission, by the minute, the newest first."""

    queryset = Refusal.objects.all()
    serializer_class = RefusalSerializer
    query_class = RefusalQuerySerializer
