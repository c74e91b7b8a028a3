"""Keep the tokens the gateway uses at the APIs, and ask for each one once however many requests need it."""

import copy
import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from dataclasses import dataclass
from threading import Lock

from django.conf import settings

from gateway.exceptions import TokensUnavailable
from gateway.issued import Issued
from gateway.token_endpoint import exchanged_token, machine_token
from permissions_api.audiences import audience_of
from permissions_api.conf import conf
from permissions_api.resource import Resource

MOST_TOKENS = 2048
MOST_FAILURES = 256
WAIT_SECONDS = 2.0  # for another request's answer
FAILURE_SECONDS = 1.0  # a failure is not tried again before


@dataclass(slots=True)
class _Kept:
    token: str
    asked_at: float  # all of time.monotonic
    renewed_at: float
    used_until: float


class Tokens:
    """At most ``MOST_TOKENS`` tokens of this process; the one unused longest goes first. Safe for threads.

    The first request for a token asks, the others wait for its answer, at most ``WAIT_SECONDS``.
    While a token nears its end one request renews it and the others use the old one.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, _Kept] = OrderedDict()
        self._asked: dict[Hashable, Future[str]] = {}
        self._failed: OrderedDict[Hashable, tuple[float, Exception]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, ask: Callable[[], Issued]) -> str:
        """Return the token under ``key``, by ``ask`` if need be.

        Raises TokensUnavailable when the wait is over, and what ``ask`` raises, now or a
        moment ago for another request.
        """
        with self._lock:
            kept = self._usable(key)
            request = self._asked.get(key)
            if kept and (request or not self._is_due(key, kept)):
                return kept.token
            first = request is None
            if request is None:
                self._raise_recent_failure(key)
                request = self._asked[key] = Future()
        if first:
            self._fetch(key, request, ask)
            if request.exception() and kept:
                return kept.token  # It is still good; the next try is a moment away.
        return _result(request)

    def drop(self, key: Hashable, token: str) -> bool:
        """Forget a token that an API refused; False when it is so new that another would be no better."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is None or kept.token != token:
                return True
            if time.monotonic() - kept.asked_at < FAILURE_SECONDS:
                return False
            del self._kept[key]
        return True

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
            self._failed.clear()

    def _usable(self, key: Hashable) -> _Kept | None:
        kept = self._kept.get(key)
        if kept is None:
            return None
        if time.monotonic() >= kept.used_until:
            del self._kept[key]
            return None
        self._kept.move_to_end(key)
        return kept

    def _is_due(self, key: Hashable, kept: _Kept) -> bool:
        now = time.monotonic()
        failed_at = self._failed[key][0] if key in self._failed else 0.0
        return now >= kept.renewed_at and now - failed_at >= FAILURE_SECONDS

    def _raise_recent_failure(self, key: Hashable) -> None:
        failed_at, failure = self._failed.get(key, (0.0, None))
        if failure and time.monotonic() - failed_at < FAILURE_SECONDS:
            raise copy.copy(failure)

    def _fetch(self, key: Hashable, request: Future[str], ask: Callable[[], Issued]) -> None:
        asked_at = time.monotonic()
        try:
            issued = ask()
        except Exception as failure:  # Whatever it is, those who wait must hear of it.
            with self._lock:
                del self._asked[key]
                _put(self._failed, key, (time.monotonic(), failure), MOST_FAILURES)
            request.set_exception(failure)
        else:
            with self._lock:
                del self._asked[key]
                self._failed.pop(key, None)
                _put(self._kept, key, _kept(issued, asked_at), MOST_TOKENS)
            request.set_result(issued.token)


def _kept(issued: Issued, asked_at: float) -> _Kept:
    return _Kept(issued.token, asked_at, asked_at + issued.renewed_after, asked_at + issued.used_for)


def _put(store: OrderedDict, key: Hashable, value: object, most: int) -> None:
    store[key] = value
    store.move_to_end(key)
    while len(store) > most:
        store.popitem(last=False)


def _result(request: Future[str]) -> str:
    try:
        failure = request.exception(WAIT_SECONDS)
    except TimeoutError:
        raise TokensUnavailable() from None
    if failure:
        # A copy, as several threads raise it and each writes its own way into it.
        raise copy.copy(failure)
    return request.result()


tokens = Tokens()


@dataclass(frozen=True, slots=True)
class GatewayCredential:
    """How the gateway shows itself to one API: alone, or for the person whose token it exchanges."""

    resource: Resource
    subject_token: str | None

    @property
    def exchanged(self) -> bool:
        return self.subject_token is not None

    def token(self) -> str:
        """Return the token to send now. Raises TokensUnavailable, BadGateway or InvalidToken."""
        return tokens.get(self._key(), self._ask)

    def refused(self, token: str, _answer: object) -> bool:
        """Forget a token that the API refused. Returns whether asking for another makes sense."""
        return tokens.drop(self._key(), token)

    def _ask(self) -> Issued:
        if self.subject_token is None:
            return machine_token(self.resource)
        return exchanged_token(self.resource, self.subject_token)

    def _key(self) -> Hashable:
        # Only a digest is kept of the person's token.
        person = self.subject_token and hashlib.sha256(self.subject_token.encode()).digest()
        audience = audience_of(self.resource)
        return settings.GATEWAY_TOKEN_URL, conf.GATEWAY_CLIENT_ID, audience, person
