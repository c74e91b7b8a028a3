"""POST /bff/backchannel-logout: the issuer says that somebody has logged out, and their sessions end here."""

import logging
from datetime import UTC, datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpResponse, JsonResponse
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.exceptions import Throttled
from rest_framework.parsers import FormParser
from rest_framework.request import Request

from audit.origin import by_the_system
from bff import sessions
from bff.logout_token import LoggedOut, logged_out
from bff.models import SpentLogoutToken
from bff.serializers import LogoutTokenSerializer
from bff.signed_tokens import NotSigned
from bff.views import BffView
from permissions_api.addresses import client_address
from permissions_api.permissions import Open
from resources.rate_limits import counters

log = logging.getLogger(__name__)

SCOPE = "bff refused logout token"


class BackchannelLogoutView(BffView):
    """Asked by the issuer alone, which has no cookie and no page: a signature says that it is the issuer."""

    authentication_classes = []
    permission_classes = [Open]
    parser_classes = [FormParser]
    operation_id = "backchannel_logout"

    @extend_schema(
        request=LogoutTokenSerializer,
        responses={204: None, 400: OpenApiResponse(description="It is no such token, or came before.")},
    )
    def post(self, request: Request) -> HttpResponse:
        """End the sessions of somebody who has logged out at the issuer, which asks this itself."""
        tokens = request.POST.getlist("logout_token")
        try:
            if len(tokens) != 1:
                raise NotSigned("Send one logout_token.")
            _end(logged_out(tokens[0]))
        except NotSigned as error:
            return _refused(request, str(error))
        return HttpResponse(status=204)


def _end(who: LoggedOut) -> None:
    """End the sessions, once for each token: both is written, or neither. Raises NotSigned."""
    try:
        with by_the_system(), transaction.atomic():
            SpentLogoutToken.objects.create(
                digest=who.digest, expires_at=datetime.fromtimestamp(who.over_at, UTC)
            )
            sessions.end_of(who.issuer, who.subject, who.sid)
    except IntegrityError:
        raise NotSigned("It came before (jti).") from None


def _refused(request: Request, why: str) -> HttpResponse:
    """Answer as section 2.8 has it. Those that do not hold are counted: a good one always passes."""
    address = client_address(request)
    wait = counters.spend(SCOPE, address, settings.BFF_LOGIN_RATE)
    if wait:
        raise Throttled(wait)
    log.warning("A logout token is refused. %s", why)
    return JsonResponse({"error": "invalid_request", "error_description": why}, status=400)
