"""An external issuer's keys and endpoints: discovered, kept, and fetched anew when they are old."""

import logging
import math
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from permissions_api.conf import conf
from permissions_api.deadline import seconds_left
from permissions_api.exceptions import KeyNotKnownYet, KeysUnavailable
from permissions_api.http import Unfetchable, fetch_json, within
from permissions_api.tokens.discovery import Discovery, fetch_discovery
from permissions_api.tokens.keys import IssuerKey, public_keys

log = logging.getLogger(__name__)

FETCH_SECONDS = 5.0  # for discovery and key set together, however slowly bytes arrive
WHOLE_WAIT = FETCH_SECONDS + 0.5  # for a fetch that one cannot do without
SMALL_WAIT = 0.5  # seconds into a fetch until which the others wait for it, where they have nothing fresh


@dataclass(frozen=True, slots=True)
class _KeySet:
    keys: Mapping[str, IssuerKey]
    discovery: Discovery
    fetched_at: float  # of time.monotonic()
    asked_at: int  # whole seconds since 1970, as tokens say when they were issued

    @property
    def age(self) -> float:
        return time.monotonic() - self.fetched_at


class IssuerKeys:
    """The key source of the setting ``ISSUER``, through its discovery document.

    Nothing is fetched before the first token comes, so that the site starts while the issuer
    is down. Whatever happens, at most one fetch begins in JWKS_COOLDOWN seconds, and at most
    one runs at a time; it holds no lock, and the others go on with what is known. Keys are
    asked for again after JWKS_TTL seconds and at once for an unknown ``kid``, both within the
    cooldown; while the issuer fails they are used for JWKS_STALE seconds at most.

    So for a cooldown a new key may be missing here: a token of it, issued after the last fetch, is told
    to come back when the next may begin. One that only says so is told the same, and nobody else is.
    """

    def __init__(self) -> None:
        self._issuer: str = conf.ISSUER
        self._algorithms: Sequence[str] = conf.ALGORITHMS
        self._ttl: float = conf.JWKS_TTL
        self._cooldown: float = conf.JWKS_COOLDOWN
        self._stale: float = conf.JWKS_STALE
        self._known: _KeySet | None = None
        self._began_at = -math.inf  # when the latest fetch began
        self._failed = False  # whether the latest fetch did
        self._idle = threading.Event()
        self._idle.set()
        self._turn = threading.Lock()  # guards who may begin a fetch, never the fetch itself

    def get(self, kid: str, issued_at: float | None = None) -> IssuerKey | None:
        """Return the key with this id, None when the issuer is known not to have it.

        Raises KeysUnavailable when that cannot be known: nothing usable is cached, or the
        ``kid`` is new and the issuer cannot be asked now, for a token issued after it was asked.
        """
        known = self._known
        if known and known.age < self._ttl and kid in known.keys:
            return known.keys[kid]
        self._refresh(SMALL_WAIT if known and self._serves_on(known, kid) else WHOLE_WAIT)
        known = self._known
        if known is None or known.age >= max(self._stale, self._ttl):
            raise KeysUnavailable(self._seconds_to_wait())
        if kid not in known.keys:
            if self._failed or not self._idle.is_set():
                raise KeysUnavailable(self._seconds_to_wait())
            if issued_at is not None and issued_at >= known.asked_at:
                raise KeyNotKnownYet(self._seconds_to_wait())
        return known.keys.get(kid)

    def endpoints(self) -> Mapping[str, str]:
        """Return the issuer's endpoints by name as they were last known, none before it could be asked."""
        if self._known is None:
            self._refresh()
        return self._known.discovery.endpoints if self._known else {}

    def names_itself(self) -> bool:
        """Say whether the issuer's answers to logins bring ``iss``, as far as it could be asked."""
        return bool(self.endpoints() and self._known and self._known.discovery.names_itself)

    def algorithms(self) -> Sequence[str]:
        """Return those of discovery. Raises KeysUnavailable while nobody could say."""
        if self._known is None:
            self._refresh()
        if self._known is None:
            raise KeysUnavailable(self._seconds_to_wait())
        return self._known.discovery.algorithms

    def _serves_on(self, known: _KeySet, kid: str) -> bool:
        """Say whether a key may be used though it is time to fetch, as long as nobody says otherwise."""
        until = self._stale if self._failed else self._ttl + self._cooldown
        return kid in known.keys and known.age < until

    def _refresh(self, patience: float = WHOLE_WAIT) -> None:
        """Fetch if it is time to, and wait for that; or see whether the fetch under way is done in a moment.

        The fetch has a thread of its own, so that neither the time of the request that began it ends it
        for all, nor who has a key to go on with waits for it to its end.
        """
        if self._takes_turn():
            try:
                threading.Thread(target=self._fetch, daemon=True).start()
            except RuntimeError:  # There are too many threads; the next may try again after the cooldown.
                self._idle.set()
            self._idle.wait(seconds_left(patience))
        elif self._known is None or self._known.age >= self._ttl + self._cooldown:
            self._idle.wait(seconds_left(self._began_at + SMALL_WAIT - time.monotonic()))

    def _takes_turn(self) -> bool:
        with self._turn:
            if not self._idle.is_set() or time.monotonic() - self._began_at < self._cooldown:
                return False
            self._began_at = time.monotonic()
            self._idle.clear()
            return True

    def _fetch(self) -> None:
        began_at, asked_at = self._began_at, int(time.time())
        try:
            keys, discovery = within(FETCH_SECONDS, self._fetched)
        except Unfetchable as error:
            self._failed = True
            log.warning("The keys of the issuer %s could not be fetched: %s", self._issuer, error)
        else:
            self._known, self._failed = _KeySet(keys, discovery, began_at, asked_at), False
        finally:
            self._idle.set()

    def _fetched(self, deadline: float) -> tuple[Mapping[str, IssuerKey], Discovery]:
        discovery = fetch_discovery(self._issuer, deadline)
        algorithms = self._algorithms or discovery.algorithms
        keys = public_keys(fetch_json(discovery.jwks_uri, deadline), algorithms)
        if not keys:
            raise Unfetchable(f"The key set holds no usable key for {', '.join(algorithms)}.")
        return keys, discovery

    def _seconds_to_wait(self) -> float:
        if not self._idle.is_set():
            return 1
        return self._cooldown - (time.monotonic() - self._began_at)
