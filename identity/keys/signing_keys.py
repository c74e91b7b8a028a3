"""The provider's signing keys, as every process knows them: at most seconds old.

Discovery, JWKS, ID tokens, access tokens and hints all read ``published()`` here. The
toolkit's own key setting is not used: it is read once per process and never again.
"""

import logging
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from django.db import DatabaseError

from identity.keys import store
from identity.models import SigningKey
from resources.encryption import decrypt

REREAD_SECONDS = 5.0  # how old what a process knows may be
UNKNOWN_KID_SECONDS = 1.0  # at most one reread in this time for kids nobody knows
READING_SECONDS = 0.5  # how long one waits for another's reread who could go on with what is known

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ActiveKey:
    """The key that signs now."""

    kid: str
    private: RSAPrivateKey


@dataclass(frozen=True, slots=True)
class _Snapshot:
    public: Mapping[str, RSAPublicKey]
    active: SigningKey
    read_at: float


class _Memory:
    """What this process knows of the keys, read anew by one thread at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._snapshot: _Snapshot | None = None

    def recall(self, at_most: float) -> _Snapshot:
        snapshot = self._snapshot
        if snapshot is None:
            with self._lock:
                # Whoever waited for the lock takes what the one before has read.
                self._snapshot = self._snapshot or _read()
                return self._snapshot
        if time.monotonic() - snapshot.read_at < at_most or not self._lock.acquire(timeout=READING_SECONDS):
            return snapshot
        try:
            if self._snapshot is snapshot:
                self._snapshot = _read_or(snapshot)
            return self._snapshot or _read()
        finally:
            self._lock.release()

    def forget(self) -> None:
        with self._lock:
            self._snapshot = None


_memory = _Memory()


class EmbeddedKeys:
    """The public keys of this site's own issuer, as the guard asks for them."""

    def get(self, kid: str, issued_at: float | None = None) -> RSAPublicKey | None:
        """Return the key that is published under this ``kid``, None when there is none.

        A key made by another process is found at once; kids that nobody knows cost at most
        one query a second together.
        """
        return published().get(kid) or published(UNKNOWN_KID_SECONDS).get(kid)


def published(at_most: float = REREAD_SECONDS) -> Mapping[str, RSAPublicKey]:
    """Return every published key by ``kid``, as it stood at most so many seconds ago."""
    return _memory.recall(at_most).public


def active_signing_key() -> ActiveKey:
    """Return the key that signs. Raises Undecryptable when SECRET_KEY is another than before."""
    row = _memory.recall(REREAD_SECONDS).active
    return ActiveKey(row.kid, _private_key(row.encrypted_private_pem))


def rotate() -> SigningKey:
    """Rotate the keys and act on it at once; other processes follow within REREAD_SECONDS."""
    key = store.rotate()
    forget_keys()
    return key


def forget_keys() -> None:
    """Make this process read the keys anew when it next needs one."""
    _memory.forget()


def _read() -> _Snapshot:
    read_at = time.monotonic()
    rows = list(store.published_rows())
    if not any(row.state == SigningKey.State.ACTIVE for row in rows):
        store.ensure_keys()
        rows = list(store.published_rows())
    active = next(row for row in rows if row.state == SigningKey.State.ACTIVE)
    readable = {row.kid: key for row in rows if (key := _readable(row))}
    return _Snapshot(readable, active, read_at)


def _read_or(known: _Snapshot) -> _Snapshot:
    """Read, or go on with what is known while the database is away."""
    try:
        return _read()
    except DatabaseError:
        log.warning("The signing keys cannot be read anew, so those that are known are used on.")
        return replace(known, read_at=time.monotonic())


def _readable(row: SigningKey) -> RSAPublicKey | None:
    """Return the row's public key. One that is damaged must not hide the others."""
    try:
        return _public_key(row.public_pem)
    except (ValueError, AssertionError):
        log.error("The public half of signing key %r cannot be read; it is left out.", row.kid)
        return None


@lru_cache(maxsize=4)
def _private_key(encrypted: str) -> RSAPrivateKey:
    key = serialization.load_pem_private_key(decrypt(encrypted, store.PURPOSE).encode(), password=None)
    assert isinstance(key, RSAPrivateKey)
    return key


@lru_cache(maxsize=64)
def _public_key(pem: str) -> RSAPublicKey:
    key = serialization.load_pem_public_key(pem.encode())
    assert isinstance(key, RSAPublicKey)
    return key


def jwks() -> dict[str, list[dict[str, str]]]:
    """Return the JSON Web Key Set (RFC 7517) of every published key."""
    keys = []
    for kid, key in published().items():
        public = jwt.algorithms.RSAAlgorithm.to_jwk(key, as_dict=True)
        keys.append(
            {"kty": "RSA", "use": "sig", "alg": "RS256", "kid": kid, "n": public["n"], "e": public["e"]}
        )
    return {"keys": keys}
