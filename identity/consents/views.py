"""What I allowed other applications: GET /me/consents, DELETE /me/consents/{client_id}."""

from django.contrib.auth.models import User
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from directory.subjects import user_of
from identity.clients.applications import MANAGE_CLIENT_ID
from identity.consents.delegation import withdraw
from identity.consents.serializers import MyConsentsSerializer
from identity.models import Consent
from permissions_api.conf import conf
from permissions_api.exceptions import InvalidToken
from permissions_api.permissions import AnyValidToken, valid_token
from permissions_api.problem_details import MEDIA_TYPE
from permissions_api.schema import ProblemSerializer
from permissions_api.views import GuardedView

FOREIGN_TOKEN = "Send the token with which you logged in, not one for a single API."  # noqa: S105
FOREIGN_CLIENT = "Only Usher itself shows and withdraws consents, not the applications they were given to."
REFUSED = {
    (403, MEDIA_TYPE): OpenApiResponse(
        ProblemSerializer, "The token is not the one Usher's own pages log in with."
    )
}


class MyConsentsView(GuardedView):
    """What I allowed the applications of others to do for me."""

    permission_classes = [AnyValidToken]

    @extend_schema(operation_id="my_consents", tags=["me"], responses={200: MyConsentsSerializer, **REFUSED})
    def get(self, request: Request) -> Response:
        """Each application I was asked about, with what I allowed and what I left out."""
        given = Consent.objects.filter(user=person_of(request)).select_related("application")
        by_name = given.order_by("application__name", "application__client_id")
        return Response(MyConsentsSerializer({"results": by_name}).data)


class MyConsentView(GuardedView):
    """What I allowed one application."""

    permission_classes = [AnyValidToken]

    @extend_schema(operation_id="withdraw_consent", tags=["me"], responses={204: None, **REFUSED})
    def delete(self, request: Request, client_id: str) -> Response:
        """Allow this application nothing any more.

        It can fetch no new token, and is asked about again when it next wants one. The access
        tokens that it has open nothing from now on; with PERMISSION_SOURCE=token they are good
        until they expire, some minutes later.
        """
        if not withdraw(person_of(request), client_id):
            raise NotFound("You have allowed no such application anything.")
        return Response(status=204)


def person_of(request: Request) -> User:
    """Return whose token this is. Refused is any but one the site's own SPA, or its operator, asked for.

    An application that was given little could otherwise see what others were given, or take it away.
    """
    token = valid_token(request)
    if token.client not in (conf.CLIENT_ID, MANAGE_CLIENT_ID):
        raise PermissionDenied(FOREIGN_CLIENT)
    if conf.AUDIENCE not in token.audiences:
        raise PermissionDenied(FOREIGN_TOKEN)
    user = user_of(token.subject)
    if user is None or not user.is_active:
        raise InvalidToken("This account is deactivated.")
    return user
