"""Limit how often the stand-in is asked by all its clients together, and say so in Auth0's headers."""

from typing import Any

from django.conf import settings
from rest_framework.request import Request

from permissions_api.tokens.verification import VerifiedToken
from resources.rate_limits import counters
from resources.rate_limits.throttling import ApiRate


class ManagementRate(ApiRate):
    """``MANAGEMENT_RATE`` for whoever has a valid token; without one an address has API_RATE."""

    def allow_request(self, request: Request, view: Any) -> bool:
        self._view = view
        return super().allow_request(request, view)

    def _lets_pass(self, token: VerifiedToken) -> bool:
        if settings.MANAGEMENT_RATE is None:
            return True
        allowed, seconds = settings.MANAGEMENT_RATE
        started = counters.window(seconds)
        spent = counters.add("management", "", started, 1)
        self._view.rate_headers = {
            "x-ratelimit-limit": str(allowed),
            "x-ratelimit-remaining": str(max(0, allowed - spent)),
            "x-ratelimit-reset": str(started + seconds),  # in seconds since 1970
        }
        self._wait = counters.seconds_left(started, seconds)
        return spent <= allowed
