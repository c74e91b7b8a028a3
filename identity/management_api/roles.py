"""The roles of the tenant, what they give and who has them."""

from typing import Any

from django.contrib.auth.models import Group, User
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from directory.backends.base import GrantsChange, RoleChange, StoredRole
from directory.backends.django import DjangoDirectory
from directory.policies import one_change_at_a_time
from directory.subjects import name_of, subject_of, user_of
from identity.management_api.exceptions import inexistent
from identity.management_api.paging import OFFSET
from identity.management_api.permissions import permissions_sent
from identity.management_api.resource_servers import permission_entries
from identity.management_api.views import PAGED, PAGED_BY_CHECKPOINT, ManagementView

PREFIX = "rol_"

directory = DjangoDirectory()


def as_seen(_stored: object) -> None:
    """Change it whatever is stored: the Management API knows no If-Match."""


def role_id(pk: int) -> str:
    return f"{PREFIX}{pk}"


def primary_key_in(id: str) -> str:
    """Return the id by which the directory knows a role, "" for none."""
    return id.removeprefix(PREFIX) if id.startswith(PREFIX) else ""


def role_json(role: Group) -> dict[str, Any]:
    return {"id": role_id(role.pk), "name": role.name, "description": ""}


def user_json_of_role(user: User) -> dict[str, Any]:
    answer = {"user_id": subject_of(user), "name": name_of(user), "picture": ""}
    return answer | ({"email": user.email} if user.email else {})


def stored_role(id: str) -> StoredRole:
    """Return the role with this id. Raises Refused."""
    try:
        return directory.role(primary_key_in(id))
    except NotFound:
        raise inexistent("role") from None


class RolesView(ManagementView):
    scopes = {"get": ("read:roles",), "post": ("create:roles",)}
    parameters = {"get": (*OFFSET, "name_filter")}

    def get(self, request: Request) -> Response:
        """Get roles."""
        roles = Group.objects.order_by("name")
        if wanted := request.query_params.get("name_filter"):
            roles = roles.filter(name__icontains=wanted)
        return self.page("roles", roles, role_json)

    def post(self, request: Request) -> Response:
        """Create a role."""
        body = self.body({"name": str}, {"description": str})
        role = directory.create_role(body["name"], [], None)
        return Response(role_json(Group.objects.get(pk=role.id)))


class RoleView(ManagementView):
    scopes = {"get": ("read:roles",), "patch": ("update:roles",), "delete": ("delete:roles",)}

    def get(self, request: Request, id: str) -> Response:
        """Get a role."""
        return Response(role_json(Group.objects.get(pk=stored_role(id).id)))

    def patch(self, request: Request, id: str) -> Response:
        """Update a role."""
        body = self.body({}, {"name": str, "description": str})
        role = directory.change_role(stored_role(id).id, RoleChange(body.get("name")), None, as_seen)
        return Response(role_json(Group.objects.get(pk=role.id)))

    def delete(self, request: Request, id: str) -> Response:
        """Delete a role."""
        directory.delete_role(stored_role(id).id, None, as_seen)
        return Response(status=200)


class RolePermissionsView(ManagementView):
    scopes = {"get": ("read:roles",), "post": ("update:roles",), "delete": ("update:roles",)}
    parameters = PAGED

    def get(self, request: Request, id: str) -> Response:
        """Get permissions granted by a role."""
        rows = [entry for name in stored_role(id).permissions for entry in permission_entries(name)]
        return self.page("permissions", rows, dict)

    def post(self, request: Request, id: str) -> Response:
        """Associate permissions with a role."""
        self._change(id, permissions_sent(self), [])
        return Response(status=201)

    def delete(self, request: Request, id: str) -> Response:
        """Remove permissions from a role."""
        self._change(id, [], permissions_sent(self))
        return Response(status=200)

    @one_change_at_a_time()
    def _change(self, id: str, added: list[str], removed: list[str]) -> None:
        role = stored_role(id)
        names = set(role.permissions).union(added).difference(removed)
        directory.change_role(role.id, RoleChange(permissions=sorted(names)), None, as_seen)


class RoleUsersView(ManagementView):
    scopes = {"get": ("read:users", "read:roles"), "post": ("update:roles",)}
    parameters = PAGED_BY_CHECKPOINT

    def get(self, request: Request, id: str) -> Response:
        """Get a role's users."""
        members = User.objects.filter(groups__pk=stored_role(id).id).order_by("pk")
        return self.page("users", members, user_json_of_role)

    def post(self, request: Request, id: str) -> Response:
        """Assign users to a role."""
        role = stored_role(id)
        with one_change_at_a_time():
            for subject in self.texts("users"):
                if user_of(subject) is None:
                    raise inexistent("user")
                change_grants(subject, roles=[role.id])
        return Response(status=200)


@one_change_at_a_time()
def change_grants(
    subject: str,
    *,
    roles: list[str] | None = None,
    permissions: list[str] | None = None,
    withdraw: bool = False,
) -> None:
    """Give somebody roles, by the directory's ids, and permissions, or withdraw them."""
    present = directory.account(subject).grants
    change = set.difference if withdraw else set.union
    directory.set_grants(
        subject,
        GrantsChange(
            sorted(change({role.id for role in present.roles}, roles or [])),
            sorted(change(set(present.permissions), permissions or [])),
        ),
        None,
        as_seen,
    )
