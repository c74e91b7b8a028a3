"""Remember tokens that were verified, so that the next request with one costs next to nothing."""

import time
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from threading import Lock
from typing import Any

from permissions_api.tokens.keys import IssuerKey, KeySource

# Some 10 kB each at worst, and far less as a rule.
MOST_TOKENS = 4096


@dataclass(frozen=True, slots=True)
class _Entry:
    verified: Any
    expires_at: float  # seconds since the epoch
    kid: str
    key: IssuerKey


class VerifiedTokens:
    """At most ``most`` verified tokens of this process; the one unused longest goes first.

    An entry holds as long as its ``exp`` lies ahead and the key source still gives the very
    key that verified it: a key taken out of the set takes its tokens with it. Safe to use
    from several threads.
    """

    def __init__(self, most: int = MOST_TOKENS) -> None:
        self._most = most
        self._entries: OrderedDict[Hashable, _Entry] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, name: Hashable, keys: KeySource) -> Any:
        """Return what was stored under ``name``, None when that no longer holds.

        Raises KeysUnavailable when the key source does.
        """
        entry = self._entries.get(name)
        if entry is None:
            return None
        key = keys.get(entry.kid)
        if time.time() < entry.expires_at and (key is entry.key or key == entry.key):
            with self._lock:
                if name in self._entries:
                    self._entries.move_to_end(name)
            return entry.verified
        with self._lock:
            self._entries.pop(name, None)
        return None

    def put(self, name: Hashable, verified: Any, expires_at: float, kid: str, key: IssuerKey) -> None:
        """Store what a token was verified to be."""
        with self._lock:
            self._entries[name] = _Entry(verified, expires_at, kid, key)
            self._entries.move_to_end(name)
            while len(self._entries) > self._most:
                self._entries.popitem(last=False)
