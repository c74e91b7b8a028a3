"""The users API: people, what they hold, and what they are given."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from directory.backends.base import AccountChange, changeable_directory
from directory.invitations import invitation_link
from directory.resource import ROLES, USERS
from directory.serializers import (
    GrantsBodySerializer,
    NewUserAnswerSerializer,
    NewUserSerializer,
    SolePermissionsSerializer,
    UserChangeSerializer,
    UserInFullSerializer,
    UserQuerySerializer,
    UserSerializer,
    asked_grants,
    full_json,
    grants_json,
    user_json,
)
from directory.views import DirectoryView, asked, page_answer, page_of, row_answer, unless_changed
from permissions_api.on_behalf_of import requester
from resources.viewsets import IF_MATCH


class UsersView(DirectoryView):
    """Everybody the directory knows."""

    resource = USERS
    action_words = {"get": "list", "post": "write"}

    @extend_schema(
        operation_id="users_list",
        tags=["users"],
        parameters=[UserQuerySerializer],
        responses=page_of("UserPage", UserSerializer),
    )
    def get(self, request: Request) -> Response:
        """One page of the people, by user name."""
        query = asked(UserQuerySerializer, request.query_params)
        page = changeable_directory().accounts(
            query["search"], query["role"], query["cursor"], query["page_size"]
        )
        return page_answer(request, page, user_json)

    @extend_schema(
        operation_id="users_create",
        tags=["users"],
        request=NewUserSerializer,
        responses={201: NewUserAnswerSerializer},
    )
    def post(self, request: Request) -> Response:
        """Add somebody, who holds nothing yet and chooses a password at ``link``."""
        body = asked(NewUserSerializer, request.data)
        person = changeable_directory().create_account(body["username"], body["name"], body.get("email", ""))
        # The ETag is that of the person as they are read again, without the link.
        answer = row_answer(full_json(person), status=201)
        answer.data["link"] = invitation_link(person.account.id)
        return answer


class UserView(DirectoryView):
    """One person."""

    resource = USERS
    action_words = {"get": "read", "patch": "edit"}

    @extend_schema(operation_id="users_retrieve", tags=["users"], responses=UserInFullSerializer)
    def get(self, request: Request, id: str) -> Response:
        """Somebody, and where each permission they hold comes from."""
        return row_answer(full_json(changeable_directory().account(id)))

    @extend_schema(
        operation_id="users_partial_update",
        tags=["users"],
        parameters=[IF_MATCH],
        request=UserChangeSerializer,
        responses=UserInFullSerializer,
    )
    def patch(self, request: Request, id: str) -> Response:
        """Change name, e-mail address or whether somebody is active.

        Refused (403 unheld_permission) where they hold what you do not.
        """
        change = AccountChange(**asked(UserChangeSerializer, request.data))
        unchanged = unless_changed(request, full_json)
        return row_answer(
            full_json(changeable_directory().change_account(id, change, requester(request), unchanged))
        )


class SoleView(DirectoryView):
    """What one person alone holds."""

    resource = USERS
    action_words = {"get": "read"}

    @extend_schema(operation_id="users_sole_permissions", tags=["users"], responses=SolePermissionsSerializer)
    def get(self, request: Request, id: str) -> Response:
        """What would have no holder any more if this person lost it, so that it can be said beforehand."""
        return Response({"permissions": list(changeable_directory().sole_permissions(id))})


class SuspendView(DirectoryView):
    """Shuts somebody out in an emergency, whoever it may be."""

    resource = USERS
    action_words = {"post": "suspend"}

    @extend_schema(operation_id="users_suspend", tags=["users"], request=None, responses={204: None})
    def post(self, request: Request, id: str) -> Response:
        """Make somebody inactive and end their sessions and refresh tokens; nothing else changes.

        Refused where nobody else could let them log in again (409 nobody_to_undo).
        """
        changeable_directory().suspend(id, requester(request))
        return Response(status=204)


class GrantsView(DirectoryView):
    """What one person was given."""

    resource = USERS
    # To give is to edit roles, and no business of who only keeps names and addresses.
    other_resources = {"put": ROLES}
    action_words = {"get": "read", "put": "edit"}

    @extend_schema(operation_id="users_grants_retrieve", tags=["users"], responses=GrantsBodySerializer)
    def get(self, request: Request, id: str) -> Response:
        """The roles and the direct permissions of somebody."""
        return row_answer(grants_json(changeable_directory().account(id).account.grants))

    @extend_schema(
        operation_id="users_grants_update",
        tags=["users"],
        parameters=[IF_MATCH],
        request=GrantsBodySerializer,
        responses=GrantsBodySerializer,
    )
    def put(self, request: Request, id: str) -> Response:
        """Give somebody exactly these roles, by their ids, and direct permissions.

        Refused where you would give what you do not hold or take from who holds more (403
        unheld_permission), and where nobody could edit roles any more (409 last_role_editor).
        """
        change = asked_grants(asked(GrantsBodySerializer, request.data))
        unchanged = unless_changed(request, grants_json)
        return row_answer(
            grants_json(changeable_directory().set_grants(id, change, requester(request), unchanged))
        )
