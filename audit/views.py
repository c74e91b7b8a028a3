"""The API of the audit trail: read, and nothing else."""

from functools import cached_property
from typing import Any, ClassVar

from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from audit.models import Entry, Refusal
from audit.resource import AUDIT
from audit.serializers import EntryQuery, EntrySerializer, RefusalQuery, RefusalSerializer
from resources.paging import KeysetPaging
from resources.queries import ListQuery
from resources.views import GuardedView
from resources.viewsets import QueryFilter


class AuditView(GuardedView, ListModelMixin, GenericViewSet):
    """A list that ``list:audit`` opens."""

    resource = AUDIT
    query_class: ClassVar[type[ListQuery]]
    filter_backends = [QueryFilter]
    pagination_class = KeysetPaging

    @cached_property
    def query(self) -> ListQuery:
        """What was asked of the list. Raises ValidationError naming the parameters that are wrong."""
        query = self.query_class(data=self.request.query_params)
        query.is_valid(raise_exception=True)
        return query


class EntryViewSet(AuditView):
    queryset = Entry.objects.all()
    serializer_class = EntrySerializer
    query_class = EntryQuery

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Who changed what of people, roles, clients and keys, the newest first."""
        return super().list(request, *args, **kwargs)


class RefusalViewSet(AuditView):
    queryset = Refusal.objects.all()
    serializer_class = RefusalSerializer
    query_class = RefusalQuery

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """How often somebody was refused for lack of which permission, by the minute, the newest first."""
        return super().list(request, *args, **kwargs)
