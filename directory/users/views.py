"""The users API: people, what they hold, and what they are given."""

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from audit.disclosure import Disclosure, disclosure_to
from directory.backends.base import AccountChange, GrantsChange
from directory.grant_history import grant_history
from directory.invitations import invitation_link
from directory.resource import ROLES, USERS
from directory.users.serializers import (
    GrantHistorySerializer,
    GrantsBodySerializer,
    LoginsSerializer,
    NewUserAnswerSerializer,
    NewUserSerializer,
    SolePermissionsSerializer,
    UserChangeSerializer,
    UserInFullSerializer,
    UserQuerySerializer,
    UserSerializer,
)
from directory.viewsets import DirectoryViewSet
from permissions_api.conf import conf
from permissions_api.permissions import require_login_age, valid_token
from resources.counts import CountSerializer
from resources.idempotency import create_once
from resources.viewsets import IF_MATCH, row_response

LOGIN_SECONDS = 300  # how old a login may be that changes an e-mail address


class UserViewSet(DirectoryViewSet):
    """Everybody the directory knows."""

    resource = USERS
    # To give is to edit roles, and no business of who only keeps names and addresses.
    other_resources = {"set_grants": ROLES}
    action_words = {
        "count": "list",
        **dict.fromkeys(("sole", "logins", "grants", "grant_history"), "read"),
        "suspend": "suspend",
        "set_grants": "edit",
    }
    query_class = UserQuerySerializer

    @extend_schema(responses=UserSerializer)
    def list(self, request: Request) -> Response:
        """One page of the people, by user name."""
        return self.page(self.directory.accounts(**self.query.validated_data), UserSerializer)

    @extend_schema(operation_id="users_count", responses=CountSerializer)
    @action(detail=False)
    def count(self, request: Request) -> Response:
        """Count the people a list would show: exactly up to a thousand, above that about."""
        return Response(self.directory.count_accounts(**self.query.validated_data))

    @extend_schema(request=NewUserSerializer, responses={201: NewUserAnswerSerializer})
    @create_once
    def create(self, request: Request) -> Response:
        """Add somebody, who holds nothing yet and chooses a password at ``link``."""
        person = self.directory.create_account(**self.body(NewUserSerializer))
        # The ETag is that of the person as they are read again, without the link.
        response = row_response(UserInFullSerializer(person).data, status=201)
        response.data = {**response.data, "link": invitation_link(person.id)}
        return response

    @extend_schema(responses=UserInFullSerializer)
    def retrieve(self, request: Request, id: str) -> Response:
        """Somebody, and where each permission they hold comes from."""
        return row_response(UserInFullSerializer(self.directory.account(id)).data)

    @extend_schema(parameters=[IF_MATCH], request=UserChangeSerializer, responses=UserInFullSerializer)
    def partial_update(self, request: Request, id: str) -> Response:
        """Change name, e-mail address or whether somebody is active.

        Refused (403 unheld_permission) where they hold what you do not.
        """
        body = self.body(UserChangeSerializer)
        self._require_login_for(id, body.get("email"))
        change = AccountChange(**body)
        unchanged = self.unless_changed(UserInFullSerializer)
        person = self.directory.change_account(id, change, self.requester, unchanged)
        return row_response(UserInFullSerializer(person).data)

    def _require_login_for(self, id: str, email: str | None) -> None:
        """Let a script of our page change no address, to which a new password could then be sent.

        Where tokens stay at the server it acts with the session; what it lacks is the password (RFC 9470).
        """
        token = valid_token(self.request)
        by_session = conf.strategy.sessions and token.client == conf.CLIENT_ID
        if by_session and email is not None and email != self.directory.account(id).email:
            require_login_age(token, LOGIN_SECONDS, self.request)

    @extend_schema(operation_id="users_sole_permissions", responses=SolePermissionsSerializer)
    @action(detail=True)
    def sole(self, request: Request, id: str) -> Response:
        """What would have no holder any more if this person lost it, so that it can be said beforehand."""
        return Response({"permissions": list(self.directory.sole_permissions(id))})

    @extend_schema(operation_id="users_suspend", request=None, responses={204: None})
    @action(detail=True, methods=["post"])
    def suspend(self, request: Request, id: str) -> Response:
        """Make somebody inactive and end their sessions and refresh tokens; nothing else changes.

        Refused where nobody else could let them log in again (409 nobody_to_undo).
        """
        self.directory.suspend(id, self.requester)
        return Response(status=204)

    @extend_schema(operation_id="users_logins", responses=LoginsSerializer)
    @action(detail=True)
    def logins(self, request: Request, id: str) -> Response:
        """When somebody last logged in, and whether they have a second factor."""
        return Response(LoginsSerializer(self.directory.logins(id)).data)

    @extend_schema(operation_id="users_grant_history", responses=GrantHistorySerializer)
    @action(detail=True, url_path="grants/history")
    def grant_history(self, request: Request, id: str) -> Response:
        """Who gave somebody what they hold, and when, as far as the audit trail tells.

        Who is not told to the clients of others.
        """
        history = grant_history(id, self.directory.account(id).grants)
        names = disclosure_to(request) is Disclosure.NAMES
        return Response(GrantHistorySerializer(history, context={"names": names}).data)

    @extend_schema(responses=GrantsBodySerializer)
    @action(detail=True)
    def grants(self, request: Request, id: str) -> Response:
        """The roles and the direct permissions of somebody."""
        return row_response(GrantsBodySerializer(self.directory.account(id).grants).data)

    @extend_schema(parameters=[IF_MATCH], request=GrantsBodySerializer, responses=GrantsBodySerializer)
    @grants.mapping.put
    def set_grants(self, request: Request, id: str) -> Response:
        """Give somebody exactly these roles, by their ids, and direct permissions.

        Refused where you would give what you do not hold or take from who holds more (403
        unheld_permission), and where nobody could edit roles any more (409 last_role_editor).
        """
        body = self.body(GrantsBodySerializer)
        change = GrantsChange(body["roles"], body["permissions"])
        unchanged = self.unless_changed(GrantsBodySerializer)
        grants = self.directory.set_grants(id, change, self.requester, unchanged)
        return row_response(GrantsBodySerializer(grants).data)
