"""The people of the tenant, their roles and their permissions."""

from collections import defaultdict
from typing import Any

from django.contrib.auth.models import Group, User
from rest_framework.request import Request
from rest_framework.response import Response

from directory.backends.base import AccountChange
from directory.backends.django import DjangoDirectory
from directory.permission_sync import declared_permissions, in_menu_order
from directory.policies import one_change_at_a_time
from directory.subjects import name_of, primary_key_of, subject_of, user_of
from directory.users.serializers import NewUserSerializer, UserChangeSerializer
from identity.management_api.exceptions import inexistent, invalid_body, invalid_query
from identity.management_api.paging import OFFSET, boolean
from identity.management_api.permissions import Source, permission_entries, permissions_sent
from identity.management_api.roles import as_seen, change_grants, primary_key_in, role_id, roles_json
from identity.management_api.user_search import found_users
from identity.management_api.views import ManagementView, Operation

CONNECTION = "Username-Password-Authentication"
FIELDS = ("fields", "include_fields")

directory = DjangoDirectory()


def user_json(user: User) -> dict[str, Any]:
    """Return what the Management API tells of somebody; never their password's hash, nor Django's flags."""
    subject = subject_of(user)
    provider, _, id = subject.partition("|")
    answer = {
        "user_id": subject,
        "username": user.username,
        "name": name_of(user),
        "nickname": user.username,
        "email_verified": False,
        "picture": "",
        "blocked": not user.is_active,
        "created_at": user.date_joined.isoformat(),
        "identities": [{"connection": CONNECTION, "provider": provider, "user_id": id, "isSocial": False}],
        "user_metadata": {},
        "app_metadata": {},
    }
    if user.email:
        answer["email"] = user.email
    if user.last_login:
        answer["last_login"] = user.last_login.isoformat()
    return answer


def stored_user(id: str) -> User:
    """Return the user with this ``user_id``. Raises Refused."""
    user = user_of(id)
    if user is None:
        raise inexistent("user")
    return user


class _UsersView(ManagementView):
    def user_json(self, user: User) -> dict[str, Any]:
        """Return somebody with the fields that the query asks for."""
        answer, query = user_json(user), self.request.query_params
        if "fields" not in query:
            return answer
        named, included = query["fields"].split(","), boolean(self.request, "include_fields", True)
        return {name: value for name, value in answer.items() if (name in named) == included}


class UsersView(_UsersView):
    operations = {
        "get": Operation(
            ("read:users",), query=(*OFFSET, *FIELDS, "q", "search_engine", "sort", "primary_order")
        ),
        "post": Operation(
            ("create:users",),
            required={"connection": str, "username": str},
            optional={"name": str, "email": str},
        ),
    }

    def get(self, request: Request) -> Response:
        """List or search users."""
        query = request.query_params
        if query.get("search_engine", "v3") != "v3":
            raise invalid_query("search_engine can only be v3")
        response = self.page("users", found_users(query.get("q"), query.get("sort")), self.user_json)
        if isinstance(response.data, dict):
            response.data["length"] = len(response.data["users"])
        return response

    def post(self, request: Request) -> Response:
        """Create a user, who holds nothing and has no password."""
        body = self.body()
        if body["connection"] != CONNECTION:
            raise invalid_body("The connection does not exist")
        # A name is optional here: then they are called by their user name.
        sent = {"name": body["username"], **body}
        del sent["connection"]
        made = directory.create_account(**self.checked(NewUserSerializer, sent))
        return Response(user_json(stored_user(made.id)), status=201)


class UserView(_UsersView):
    operations = {
        "get": Operation(("read:users",), query=FIELDS),
        "patch": Operation(
            ("update:users",), optional={"name": str, "email": str, "blocked": bool, "connection": str}
        ),
        "delete": Operation(("delete:users",)),
    }

    def get(self, request: Request, id: str) -> Response:
        """Get a user."""
        return Response(self.user_json(stored_user(id)))

    def patch(self, request: Request, id: str) -> Response:
        """Update a user's name or e-mail address, or block them or let them in again."""
        body = self.body()
        active = None if "blocked" not in body else not body["blocked"]
        named: dict[str, str] = {name: body[name] for name in ("name", "email") if name in body}
        change = AccountChange(**self.checked(UserChangeSerializer, named), active=active)
        directory.change_account(subject_of(stored_user(id)), change, None, as_seen)
        return Response(user_json(stored_user(id)))

    @one_change_at_a_time()
    def delete(self, request: Request, id: str) -> Response:
        """Delete a user. Fine where there is none any more, as at Auth0."""
        User.objects.filter(pk=primary_key_of(id) or 0).delete()
        return Response(status=204)


class UsersByEmailView(_UsersView):
    operations = {"get": Operation(("read:users",), query=("email", *FIELDS))}

    def get(self, request: Request) -> Response:
        """Search users by e-mail address."""
        if "email" not in request.query_params:
            raise invalid_query("Missing required property: email")
        users = User.objects.filter(email__iexact=request.query_params["email"] or None).order_by("pk")
        return Response([self.user_json(user) for user in users])


class UserRolesView(ManagementView):
    operations = {
        "get": Operation(("read:users", "read:roles"), query=OFFSET),
        "post": Operation(("update:users",), required={"roles": list}),
        "delete": Operation(("update:users",), required={"roles": list}),
    }

    def get(self, request: Request, id: str) -> Response:
        """Get a user's roles."""
        return self.page("roles", *roles_json(stored_user(id).groups.all()))

    def post(self, request: Request, id: str) -> Response:
        """Assign roles to a user."""
        return self._change(id, withdraw=False)

    def delete(self, request: Request, id: str) -> Response:
        """Remove roles from a user."""
        return self._change(id, withdraw=True)

    def _change(self, id: str, withdraw: bool) -> Response:
        stored_user(id)
        sent = [primary_key_in(role) for role in self.texts("roles")]
        known = {str(pk) for pk in Group.objects.values_list("pk", flat=True)}
        if not known.issuperset(sent):
            raise invalid_body("One or more of the roles do not exist")
        change_grants(id, roles=sent, withdraw=withdraw)
        return Response(status=204)


class UserPermissionsView(ManagementView):
    operations = {
        "get": Operation(("read:users",), query=OFFSET),
        "post": Operation(("update:users",), required={"permissions": list}),
        "delete": Operation(("update:users",), required={"permissions": list}),
    }

    def get(self, request: Request, id: str) -> Response:
        """Get a user's permissions: all that they hold, each with where it comes from."""
        # Of the blocked too: whoever lets them in again gives them this.
        sources = defaultdict[str, list[Source]](list)
        user = stored_user(id)
        given = declared_permissions().filter(group__user=user).order_by("group__name")
        for name, role, called in given.values_list("codename", "group__pk", "group__name"):
            sources[name].append({"source_id": role_id(role), "source_name": called, "source_type": "ROLE"})
        for name in declared_permissions().filter(user=user).values_list("codename", flat=True):
            sources[name].append({"source_id": "", "source_name": "", "source_type": "DIRECT"})
        held = {name: sources[name] for name in in_menu_order(sources)}
        return self.page("permissions", permission_entries(held), dict)

    def post(self, request: Request, id: str) -> Response:
        """Assign permissions to a user."""
        change_grants(subject_of(stored_user(id)), permissions=permissions_sent(self))
        return Response(status=201)

    def delete(self, request: Request, id: str) -> Response:
        """Remove permissions from a user."""
        change_grants(subject_of(stored_user(id)), permissions=permissions_sent(self), withdraw=True)
        return Response(status=204)
