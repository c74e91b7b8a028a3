"""Limit how often one caller may use the APIs: whatever is answered, a refusal too, counts once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from rest_framework.exceptions import APIException
from rest_framework.throttling import BaseThrottle

from permissions_api.addresses import client_address
from permissions_api.conf import conf
from permissions_api.permissions import Open
from permissions_api.tokens.verification import VerifiedToken
from resources.rate_limits.traffic import Traffic

if TYPE_CHECKING:
    # rest_framework.views imports this module while it is itself being imported.
    from rest_framework.request import Request
    from rest_framework.views import APIView

SCOPE = "api"

traffic = Traffic(SCOPE)


class ApiRate(BaseThrottle):
    """``API_RATE`` for each token subject; for each address where no token is looked at or none is valid.

    What comes through the gateway is counted there, by person. Here it would be counted again, or
    all people together as the one machine that the gateway is.
    """

    def allow_request(self, request: Request, view: APIView) -> bool:
        """Raises what authentication raises, once that is counted by address."""
        try:
            token = _token(request, view)
        except APIException:
            if self._passes(client_address(request)):
                raise
            return False
        if token and conf.strategy.gateway and token.client == conf.GATEWAY_CLIENT_ID:
            return True
        return self._lets_pass(token) if token else self._passes(client_address(request))

    @property
    def rate(self) -> tuple[int, int] | None:
        """How much is allowed in how many seconds; None for no limit."""
        rate: tuple[int, int] | None = settings.API_RATE
        return rate

    def wait(self) -> float | None:
        """Return the seconds until the next window, for Retry-After."""
        return self._wait

    def _lets_pass(self, token: VerifiedToken) -> bool:
        return self._passes(f"{token.issuer} {token.subject}")

    def _passes(self, caller: str) -> bool:
        self._wait = traffic.spend(caller, self.rate) if self.rate else 0
        return self._wait == 0


def _token(request: Request, view: APIView) -> VerifiedToken | None:
    token: object = None if Open in view.permission_classes else request.auth
    return token if isinstance(token, VerifiedToken) else None
