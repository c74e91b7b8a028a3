"""How often: a session's requests count as its person's, and logins by address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from rest_framework.exceptions import APIException
from rest_framework.throttling import BaseThrottle

from permissions_api.addresses import client_address
from resources.rate_limits.counters import spend
from resources.rate_limits.throttling import ApiRate

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.views import APIView


class SessionRate(ApiRate):
    """``API_RATE`` for the person of the session, as for their tokens; by address where there is none."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        """Raises what the view's ``session_of`` does, once that is counted by address."""
        try:
            session = view.session_of(request)  # type: ignore[attr-defined]  # a view with RequiresSession
        except APIException:
            if self._passes(client_address(request)):
                raise
            return False
        return self._passes(f"{session.issuer} {session.subject}")


class LoginRate(BaseThrottle):
    """``BFF_LOGIN_RATE`` for each address, in all processes together; on the way there and back each."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        scope = f"bff {type(view).__name__}"
        self._wait = spend(scope, client_address(request), settings.BFF_LOGIN_RATE)
        return self._wait == 0

    def wait(self) -> float | None:
        """Return the seconds until the next window, for Retry-After."""
        return self._wait
