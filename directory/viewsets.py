"""What the APIs of people and roles share: they ask a directory where others ask a table."""

from typing import Any

from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.viewsets import GenericViewSet

from directory.backends.base import ChangeableDirectory, Unchanged, changeable_directory
from directory.exceptions import UnheldPermission
from permissions_api.conditional import etag_of, require_unchanged
from permissions_api.directory import keeps_answers
from permissions_api.on_behalf_of import Requester, requester
from permissions_api.signals import refused
from resources.compiled_rows import represented
from resources.idempotency import CreatesOnce
from resources.list_params import PageQuerySerializer
from resources.list_views import QueriedView
from resources.pages import Page
from resources.pagination import page_response
from resources.schema import ResourceSchema

Kind = type[Serializer]


class DirectorySchema(ResourceSchema):
    def get_paginated_name(self, serializer_name: str) -> str:
        return f"{serializer_name}Page"


class DirectoryViewSet(CreatesOnce, QueriedView, GenericViewSet):
    """Views of people or roles. ``conflict`` is what a 409 to a change of theirs means."""

    conflict = "Another has this name or address, or nobody could edit roles any more."
    lookup_field = "id"
    lookup_value_converter = "str"
    query_class = PageQuerySerializer
    schema = DirectorySchema()
    answers_hold_secrets = True

    @property
    def directory(self) -> ChangeableDirectory:
        return changeable_directory()

    @property
    def create_can_be_undone(self) -> bool:  # type: ignore[override]  # read-only is enough
        """Whether the database's own transaction holds it; what was asked of a tenant stays done."""
        return not keeps_answers(self.directory)

    @property
    def requester(self) -> Requester:
        return requester(self.request)

    def handle_exception(self, exc: Exception) -> Response:
        self.note_lacking(exc)
        return super().handle_exception(exc)

    def note_lacking(self, error: Exception | None) -> None:
        """Let the audit trail know what somebody would have given and lacks, as of all they are refused."""
        if isinstance(error, UnheldPermission):
            token = self.requester.token
            for permission in error.lacking:
                refused.send_robust(sender=DirectoryViewSet, token=token, permission=permission)

    def body(self, kind: Kind) -> dict[str, Any]:
        """Return what was sent. Raises ValidationError naming what is wrong."""
        body = kind(data=self.request.data)
        body.is_valid(raise_exception=True)
        values: dict[str, Any] = body.validated_data
        return values

    def page(self, page: Page[Any], kind: Kind) -> Response:
        """Return one page of a list with the addresses of its neighbours."""
        return page_response(self.request, page, represented(kind, page.rows, {}))

    def unless_changed(self, kind: Kind) -> Unchanged[Any]:
        """Return what refuses to change a row that the caller saw otherwise.

        The refusal says what is there now (``current``) beside what was to become of it (``asked``).
        """

        def check(stored: Any) -> None:
            current = kind(stored).data
            told = {"current": current, "asked": self.request.data}
            require_unchanged(self.request, etag_of(current), told=lambda: told)

        return check
