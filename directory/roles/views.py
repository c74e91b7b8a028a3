"""The roles API: roles, their permissions and their members."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from directory.backends.base import RoleChange, changeable_directory
from directory.resource import ROLES
from directory.serializers import (
    MemberSerializer,
    PageQuerySerializer,
    PreviewQuerySerializer,
    RoleBodySerializer,
    RoleChangeBodySerializer,
    RolePreviewSerializer,
    RoleSerializer,
    member_json,
    preview_json,
    role_json,
)
from directory.views import DirectoryView, asked, page_answer, page_of, row_answer, unless_changed
from permissions_api.on_behalf_of import requester
from resources.viewsets import IF_MATCH


class RolesView(DirectoryView):
    """Every role."""

    resource = ROLES
    action_words = {"get": "list", "post": "write"}

    @extend_schema(
        operation_id="roles_list",
        tags=["roles"],
        parameters=[PageQuerySerializer],
        responses=page_of("RolePage", RoleSerializer),
    )
    def get(self, request: Request) -> Response:
        """One page of the roles, by name."""
        query = asked(PageQuerySerializer, request.query_params)
        page = changeable_directory().role_page(query["cursor"], query["page_size"])
        return page_answer(request, page, role_json)

    @extend_schema(
        operation_id="roles_create",
        tags=["roles"],
        request=RoleBodySerializer,
        responses={201: RoleSerializer},
    )
    def post(self, request: Request) -> Response:
        """Make a role of permissions that you hold."""
        body = asked(RoleBodySerializer, request.data)
        role = changeable_directory().create_role(
            body["name"], tuple(body["permissions"]), requester(request)
        )
        return row_answer(role_json(role), status=201)


class RoleView(DirectoryView):
    """One role."""

    resource = ROLES
    action_words = {"get": "read", "put": "edit", "patch": "edit", "delete": "delete"}

    @extend_schema(operation_id="roles_retrieve", tags=["roles"], responses=RoleSerializer)
    def get(self, request: Request, id: str) -> Response:
        """A role and its permissions."""
        return row_answer(role_json(changeable_directory().role(id)))

    @extend_schema(
        operation_id="roles_update",
        tags=["roles"],
        parameters=[IF_MATCH],
        request=RoleBodySerializer,
        responses=RoleSerializer,
    )
    def put(self, request: Request, id: str) -> Response:
        """Replace name and permissions of a role.

        Refused (403 unheld_permission) where you lack what is added, or, to take or to rename, what
        the role or those concerned hold.
        """
        return self._change(request, id, asked(RoleBodySerializer, request.data))

    @extend_schema(
        operation_id="roles_partial_update",
        tags=["roles"],
        parameters=[IF_MATCH],
        request=RoleChangeBodySerializer,
        responses=RoleSerializer,
    )
    def patch(self, request: Request, id: str) -> Response:
        """Change name or permissions of a role.

        Refused (403 unheld_permission) where you lack what is added, or, to take or to rename, what
        the role or those concerned hold.
        """
        return self._change(request, id, asked(RoleChangeBodySerializer, request.data))

    @extend_schema(operation_id="roles_destroy", tags=["roles"], parameters=[IF_MATCH], responses={204: None})
    def delete(self, request: Request, id: str) -> Response:
        """Delete a role, and so take it from its members.

        Refused (403 unheld_permission) where it, or who would lose something, holds what you do not.
        """
        changeable_directory().delete_role(id, requester(request), unless_changed(request, role_json))
        return Response(status=204)

    def _change(self, request: Request, id: str, body: dict[str, object]) -> Response:
        permissions = body.get("permissions")
        change = RoleChange(
            name=None if body.get("name") is None else str(body["name"]),
            permissions=tuple(permissions) if isinstance(permissions, list) else None,
        )
        unchanged = unless_changed(request, role_json)
        return row_answer(
            role_json(changeable_directory().change_role(id, change, requester(request), unchanged))
        )


class PreviewView(DirectoryView):
    """What another set of permissions would mean for those who have a role."""

    resource = ROLES
    action_words = {"get": "read"}

    @extend_schema(
        operation_id="roles_preview",
        tags=["roles"],
        parameters=[PreviewQuerySerializer],
        responses=RolePreviewSerializer,
    )
    def get(self, request: Request, id: str) -> Response:
        """Who would gain and lose what if the role gave exactly these, and what nobody would hold any more.

        Without permissions: if it were deleted. The inactive are not counted.
        """
        permissions = tuple(asked(PreviewQuerySerializer, request.query_params)["permissions"])
        return Response(preview_json(changeable_directory().preview_role(id, permissions)))


class MembersView(DirectoryView):
    """The people who have one role."""

    resource = ROLES
    action_words = {"get": "read"}

    @extend_schema(
        operation_id="roles_members_list",
        tags=["roles"],
        parameters=[PageQuerySerializer],
        responses=page_of("MemberPage", MemberSerializer),
    )
    def get(self, request: Request, id: str) -> Response:
        """One page of those who have this role, by user name."""
        query = asked(PageQuerySerializer, request.query_params)
        page = changeable_directory().members(id, query["cursor"], query["page_size"])
        return page_answer(request, page, member_json)
