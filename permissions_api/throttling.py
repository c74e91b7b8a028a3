"""Limit how often one caller may use the APIs, without a write to the database for each request."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from django.conf import settings
from rest_framework.throttling import BaseThrottle

from permissions_api.permissions import Open
from permissions_api.tokens import VerifiedToken
from resources import rates
from resources.addresses import client_address
from resources.audiences import through_gateway

if TYPE_CHECKING:
    # rest_framework.views imports this module while it is itself being imported.
    from rest_framework.request import Request
    from rest_framework.views import APIView

SCOPE = "api"
SETTLE_SECONDS = 1.0  # at most one write in this time for one caller
LEAST_SHARE = 20  # a caller's requests are written down when they make a 20th of what is allowed
MOST_CALLERS = 10_000


@dataclass(slots=True)
class _Tally:
    started: int
    shared: int = 0  # what the database last said, all processes together
    here: int = 0  # counted in this process since
    settled_at: float = -math.inf


class Traffic:
    """The requests of each caller in the present window: counted here, and now and then with all processes.

    Ordinary traffic costs no write at all. One who comes often is written down once a second
    at most, so that every process knows; the limit may be overrun by a 20th for each process
    and by what comes within a second.
    """

    def __init__(self) -> None:
        self._tallies: dict[str, _Tally] = {}
        self._lock = Lock()

    def spend(self, caller: str, rate: rates.Rate) -> int:
        """Count one more and return 0, or the seconds to wait when that is more than the rate allows."""
        allowed, seconds = rate
        started = rates.window(seconds)
        with self._lock:
            tally = self._tally(caller, started)
            unsettled = self._to_settle(tally, allowed)
        if unsettled is not None:
            shared = rates.add(SCOPE, caller, started, unsettled)
            with self._lock:
                tally.shared = shared
        with self._lock:
            if tally.shared + tally.here < allowed:
                tally.here += 1
                return 0
        return rates.seconds_left(started, seconds)

    def _tally(self, caller: str, started: int) -> _Tally:
        tally = self._tallies.get(caller)
        if tally is None or tally.started != started:
            if len(self._tallies) >= MOST_CALLERS:
                self._tallies.clear()
            tally = self._tallies[caller] = _Tally(started)
        return tally

    def _to_settle(self, tally: _Tally, allowed: int) -> int | None:
        """Return how many to write down now, 0 to ask only; None when it is not time to."""
        full = tally.shared + tally.here >= allowed
        now = time.monotonic()
        if (not full and tally.here * LEAST_SHARE < allowed) or now - tally.settled_at < SETTLE_SECONDS:
            return None
        tally.settled_at = now
        unsettled, tally.here = tally.here, 0
        tally.shared += unsettled
        return unsettled


traffic = Traffic()


class ApiRate(BaseThrottle):
    """``API_RATE`` for each token subject; for each address where no token is looked at.

    What comes through the gateway is counted there, by person. Here it would be counted again, or
    all people together as the one machine that the gateway is.
    """

    def allow_request(self, request: Request, view: APIView) -> bool:
        rate = None if _was_counted_at_the_gateway(request, view) else settings.API_RATE
        self._wait = traffic.spend(caller_of(request, view), rate) if rate else 0
        return self._wait == 0

    def wait(self) -> float | None:
        """Return the seconds until the next window, for Retry-After."""
        return self._wait


def caller_of(request: Request, view: APIView) -> str:
    """Return under what name a request is counted."""
    token = _token(request, view)
    return f"{token.issuer} {token.subject}" if token else client_address(request)


def _was_counted_at_the_gateway(request: Request, view: APIView) -> bool:
    token = _token(request, view)
    return through_gateway() and token is not None and token.client == settings.GATEWAY_CLIENT_ID


def _token(request: Request, view: APIView) -> VerifiedToken | None:
    token: object = None if Open in view.permission_classes else request.auth
    return token if isinstance(token, VerifiedToken) else None
