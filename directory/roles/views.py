"""The roles API: roles, their permissions and their members."""

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from directory.backends.base import MembersChange, RoleChange
from directory.resource import ROLES
from directory.roles.members import change_members
from directory.roles.serializers import (
    MemberResultsSerializer,
    MembersBodySerializer,
    MemberSerializer,
    MembersQuerySerializer,
    PreviewQuerySerializer,
    RoleBodySerializer,
    RoleChangeBodySerializer,
    RolePreviewSerializer,
    RoleSerializer,
)
from directory.viewsets import DirectoryViewSet, Kind
from resources.idempotency import create_once
from resources.viewsets import IF_MATCH, row_response


class RoleViewSet(DirectoryViewSet):
    """Every role."""

    resource = ROLES
    # Who is given a role is told what they hold: to give it is to edit roles, and so is to look beforehand.
    action_words = {
        "preview": "read",
        "members": "read",
        "change_members": "edit",
        "preview_members": "edit",
    }

    @extend_schema(responses=RoleSerializer)
    def list(self, request: Request) -> Response:
        """One page of the roles, by name."""
        return self.page(self.directory.role_page(**self.query.validated_data), RoleSerializer)

    @extend_schema(request=RoleBodySerializer, responses={201: RoleSerializer})
    @create_once
    def create(self, request: Request) -> Response:
        """Make a role of permissions that you hold."""
        role = self.directory.create_role(**self.body(RoleBodySerializer), actor=self.requester)
        return row_response(RoleSerializer(role).data, status=201)

    @extend_schema(responses=RoleSerializer)
    def retrieve(self, request: Request, id: str) -> Response:
        """A role and its permissions."""
        return row_response(RoleSerializer(self.directory.role(id)).data)

    @extend_schema(parameters=[IF_MATCH], request=RoleBodySerializer, responses=RoleSerializer)
    def update(self, request: Request, id: str) -> Response:
        """Replace name and permissions of a role.

        Refused (403 unheld_permission) where you lack what is added, or, to take or to rename, what
        the role or those concerned hold.
        """
        return self._change(id, RoleBodySerializer)

    @extend_schema(parameters=[IF_MATCH], request=RoleChangeBodySerializer, responses=RoleSerializer)
    def partial_update(self, request: Request, id: str) -> Response:
        """Change name or permissions of a role.

        Refused (403 unheld_permission) where you lack what is added, or, to take or to rename, what
        the role or those concerned hold.
        """
        return self._change(id, RoleChangeBodySerializer)

    @extend_schema(parameters=[IF_MATCH], responses={204: None})
    def destroy(self, request: Request, id: str) -> Response:
        """Delete a role, and so take it from its members.

        Refused (403 unheld_permission) where it, or who would lose something, holds what you do not.
        """
        self.directory.delete_role(id, self.requester, self.unless_changed(RoleSerializer))
        return Response(status=204)

    @extend_schema(
        operation_id="roles_preview", parameters=[PreviewQuerySerializer], responses=RolePreviewSerializer
    )
    @action(detail=True, query_class=PreviewQuerySerializer)
    def preview(self, request: Request, id: str) -> Response:
        """Who would gain and lose what if the role gave exactly these, and what nobody would hold any more.

        Without permissions: if it were deleted. The inactive are not counted.
        """
        preview = self.directory.preview_role(id, **self.query.validated_data)
        return Response(RolePreviewSerializer(preview).data)

    @extend_schema(responses=MemberSerializer(many=True))
    @action(detail=True)
    def members(self, request: Request, id: str) -> Response:
        """One page of those who have this role, by user name."""
        role = self.directory.role(id)
        return self.page(self.directory.accounts(role=role.id, **self.query.validated_data), MemberSerializer)

    @extend_schema(
        operation_id="roles_change_members",
        parameters=[IF_MATCH],
        request=MembersBodySerializer,
        responses=MemberResultsSerializer,
    )
    @members.mapping.patch
    def change_members(self, request: Request, id: str) -> Response:
        """Give a role to people and take it from others, and say what came of each.

        Each is a change of that person's grants, refused by the same rules and for itself alone.
        If-Match is about the role: it gives what you saw. versions are about the people, each for itself.
        """
        body = self.body(MembersBodySerializer)
        versions = body.pop("versions")
        change = MembersChange(**body)
        role = self.directory.role(id)
        self.unless_changed(RoleSerializer)(role)
        results = list(change_members(self.directory, role, change, versions, self.requester))
        for result in results:
            self.note_lacking(result.error)
        return Response(MemberResultsSerializer({"results": results}).data)

    @extend_schema(
        operation_id="roles_preview_members",
        parameters=[MembersQuerySerializer],
        responses=RolePreviewSerializer,
    )
    @action(detail=True, url_path="members/preview", query_class=MembersQuerySerializer)
    def preview_members(self, request: Request, id: str) -> Response:
        """Who would gain and lose what if these were given the role and those lost it."""
        preview = self.directory.preview_members(id, MembersChange(**self.query.validated_data))
        return Response(RolePreviewSerializer(preview).data)

    def _change(self, id: str, kind: Kind) -> Response:
        change = RoleChange(**self.body(kind))
        unchanged = self.unless_changed(RoleSerializer)
        role = self.directory.change_role(id, change, self.requester, unchanged)
        return row_response(RoleSerializer(role).data)
