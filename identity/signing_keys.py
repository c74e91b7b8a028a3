"""The provider's signing keys, as every process knows them: at most seconds old.

Discovery, JWKS, ID tokens, access tokens and hints all read ``published()`` here. The
toolkit's own key setting is not used: it is read once per process and never again.
"""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey

from identity import key_store
from identity.encryption import decrypt
from identity.models import SigningKey

REREAD_SECONDS = 5.0  # how old what a process knows may be
UNKNOWN_KID_SECONDS = 1.0  # at most one reread in this time for kids nobody knows


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
        if snapshot is None or time.monotonic() - snapshot.read_at >= at_most:
            with self._lock:
                # Whoever waited for the lock takes what the one before has read.
                if self._snapshot is None or self._snapshot is snapshot:
                    self._snapshot = _read()
                snapshot = self._snapshot
        return snapshot

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
    key = key_store.rotate()
    forget_keys()
    return key


def forget_keys() -> None:
    """Make this process read the keys anew when it next needs one."""
    _memory.forget()


def _read() -> _Snapshot:
    read_at = time.monotonic()
    rows = list(key_store.published_rows())
    if not any(row.state == SigningKey.State.ACTIVE for row in rows):
        key_store.ensure_keys()
        rows = list(key_store.published_rows())
    active = next(row for row in rows if row.state == SigningKey.State.ACTIVE)
    return _Snapshot({row.kid: _public_key(row.public_pem) for row in rows}, active, read_at)


@lru_cache(maxsize=4)
def _private_key(encrypted: str) -> RSAPrivateKey:
    key = serialization.load_pem_private_key(decrypt(encrypted, key_store.PURPOSE).encode(), password=None)
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
