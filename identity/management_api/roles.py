"""The roles of the tenant, what they give and who has them."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib.auth.models import Group, User
from django.db import transaction
from django.db.models import QuerySet
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from directory.backends.base import GrantsChange, RoleChange, StoredRole
from directory.backends.django import DjangoDirectory
from directory.policies import one_change_at_a_time
from directory.roles.serializers import RoleChangeBodySerializer
from directory.subjects import name_of, subject_of, user_of
from identity.management_api.exceptions import inexistent
from identity.management_api.paging import EITHER, OFFSET
from identity.management_api.permissions import Source, permission_entries, permissions_sent
from identity.management_api.records import forget, keep, kept, kept_of
from identity.management_api.views import ManagementView, Operation

PREFIX, KEPT = "rol_", "role"

directory = DjangoDirectory()


def as_seen(_stored: object) -> None:
    """Change it whatever is stored: the Management API knows no If-Match."""


def role_id(pk: int) -> str:
    return f"{PREFIX}{pk}"


def primary_key_in(id: str) -> str:
    """Return the id by which the directory knows a role, "" for none."""
    return id.removeprefix(PREFIX) if id.startswith(PREFIX) else ""


def role_json(role: Group, told: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return a role; its description is told here and nowhere else."""
    known = kept(KEPT, str(role.pk)) if told is None else told.get(str(role.pk), {})
    return {"id": role_id(role.pk), "name": role.name, "description": known.get("description", "")}


def roles_json(roles: QuerySet[Group]) -> tuple[QuerySet[Group], Callable[[Group], dict[str, Any]]]:
    """Return roles and what tells each of them, whatever their number in one more question."""
    told = kept_of(KEPT)
    return roles.order_by("name"), lambda role: role_json(role, told)


def told_role(id: str, body: Mapping[str, Any]) -> Response:
    """Keep the description that was sent of a role, and answer with the role."""
    if "description" in body:
        keep(KEPT, id, {"description": body["description"]})
    return Response(role_json(Group.objects.get(pk=id)))


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
    operations = {
        "get": Operation(("read:roles",), query=(*OFFSET, "name_filter", "type")),
        "post": Operation(("create:roles",), required={"name": str}, optional={"description": str}),
    }

    def get(self, request: Request) -> Response:
        """Get roles."""
        roles = Group.objects.all()
        if wanted := request.query_params.get("name_filter"):
            roles = roles.filter(name__icontains=wanted)
        return self.page("roles", *roles_json(roles))

    @transaction.atomic
    def post(self, request: Request) -> Response:
        """Create a role."""
        body = self.body()
        name = self.checked(RoleChangeBodySerializer, {"name": body["name"]})["name"]
        return told_role(directory.create_role(name, [], None).id, body)


class RoleView(ManagementView):
    operations = {
        "get": Operation(("read:roles",)),
        "patch": Operation(("update:roles",), optional={"name": str, "description": str}),
        "delete": Operation(("delete:roles",)),
    }

    def get(self, request: Request, id: str) -> Response:
        """Get a role."""
        return Response(role_json(Group.objects.get(pk=stored_role(id).id)))

    @transaction.atomic
    def patch(self, request: Request, id: str) -> Response:
        """Update a role."""
        body = self.body()
        named = {"name": body["name"]} if "name" in body else {}
        change = RoleChange(**self.checked(RoleChangeBodySerializer, named))
        role = directory.change_role(stored_role(id).id, change, None, as_seen)
        return told_role(role.id, body)

    @transaction.atomic
    def delete(self, request: Request, id: str) -> Response:
        """Delete a role."""
        role = stored_role(id)
        directory.delete_role(role.id, None, as_seen)
        forget(KEPT, role.id)
        return Response(status=200)


class RolePermissionsView(ManagementView):
    operations = {
        "get": Operation(("read:roles",), query=OFFSET),
        "post": Operation(("update:roles",), required={"permissions": list}),
        "delete": Operation(("update:roles",), required={"permissions": list}),
    }

    def get(self, request: Request, id: str) -> Response:
        """Get permissions granted by a role."""
        given: dict[str, list[Source]] = {name: [] for name in stored_role(id).permissions}
        return self.page("permissions", permission_entries(given), dict)

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
    operations = {
        "get": Operation(("read:users", "read:roles"), query=EITHER),
        "post": Operation(("update:roles",), required={"users": list}),
    }

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
