"""What the views of people and roles share: pages, bodies, and refusing what was changed meanwhile."""

from collections.abc import Callable
from typing import Any, TypeVar

from drf_spectacular.utils import inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from directory.backends.base import Page, Unchanged
from directory.exceptions import UnheldPermission
from permissions_api.conditional import PreconditionFailed, etag_of, require_unchanged
from permissions_api.on_behalf_of import requester
from permissions_api.signals import refused
from permissions_api.views import GuardedView
from resources.links import asked_address

Row = TypeVar("Row")
Json = dict[str, Any]


class DirectoryView(GuardedView):
    """A view of people or roles. ``conflict`` is what a 409 to a change of theirs means."""

    conflict = "Another has this name or address, or nobody could edit roles any more."

    def handle_exception(self, exc: Exception) -> Response:
        """Let the audit trail know what somebody would have given and lacks, as of all they are refused."""
        if isinstance(exc, UnheldPermission):
            token = requester(self.request).token
            for permission in exc.lacking:
                refused.send_robust(sender=DirectoryView, token=token, permission=permission)
        return super().handle_exception(exc)


def asked(serializer: type[serializers.Serializer], data: Any) -> Json:
    """Return what was sent. Raises ValidationError naming what is wrong."""
    body = serializer(data=data)
    body.is_valid(raise_exception=True)
    values: Json = body.validated_data
    return values


def page_answer(request: Request, page: Page[Row], as_json: Callable[[Row], Json]) -> Response:
    """Return one page of a list with the addresses of its neighbours."""

    def link(cursor: str | None) -> str | None:
        return replace_query_param(asked_address(request), "cursor", cursor) if cursor else None

    results = [as_json(row) for row in page.rows]
    return Response({"next": link(page.next), "previous": link(page.previous), "results": results})


def page_of(name: str, row: type[serializers.Serializer]) -> Any:
    """Return the shape of one page, for OpenAPI."""
    link = serializers.URLField(allow_null=True)
    return inline_serializer(
        name, {"next": link, "previous": serializers.URLField(allow_null=True), "results": row(many=True)}
    )


def row_answer(body: Json, status: int = 200) -> Response:
    """Return one row, whole, with its ETag."""
    return Response(body, status=status, headers={"ETag": etag_of(body)})


def unless_changed(request: Request, as_json: Callable[[Row], Json]) -> Unchanged[Row]:
    """Return what refuses to change a row that the caller saw otherwise.

    The refusal says what is there now (``current``) beside what was to become of it (``asked``).
    """

    def check(stored: Row) -> None:
        current = as_json(stored)
        try:
            require_unchanged(request, etag_of(current))
        except PreconditionFailed as refusal:
            refusal.problem_members = {"current": current, "asked": request.data}
            raise

    return check
