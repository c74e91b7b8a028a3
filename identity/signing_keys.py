"""The provider's signing keys: made, rotated, and read by every process within seconds.

Discovery, JWKS, ID tokens, access tokens and hints all read ``published()`` here. The
toolkit's own key setting is not used: it is read once per process and never again.
"""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey, generate_private_key
from django.db import IntegrityError, transaction
from django.utils import timezone

from identity.encryption import Undecryptable, decrypt, encrypt
from identity.models import SigningKey
from identity.thumbprint import thumbprint

REREAD_SECONDS = 5.0  # how old what a process knows may be
UNKNOWN_KID_SECONDS = 1.0  # at most one reread in this time for kids nobody knows
GREATEST_LIFETIME = 86_400  # seconds; no token of any kind lives longer
RETIRED_FOR = timedelta(seconds=GREATEST_LIFETIME + 60)
PURPOSE = "signing keys"

State = SigningKey.State


class RotationUnderWay(Exception):
    """Another process is rotating the keys at this moment."""


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

    def get(self, kid: str) -> RSAPublicKey | None:
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


def forget_keys() -> None:
    """Make this process read the keys anew when it next needs one."""
    _memory.forget()


def rotate() -> SigningKey:
    """Let the next key sign, retire the active one, make a new next one; return the one that signs.

    A next key that cannot be decrypted any more is thrown away for a new one. Raises
    RotationUnderWay when another process got there first.
    """
    ensure_keys()
    spare, follower = _new_key(State.NEXT), _new_key(State.NEXT)
    with transaction.atomic():
        # The lock makes a second rotation wait here; it then finds no row in the state it asks for.
        active = SigningKey.objects.select_for_update().filter(state=State.ACTIVE).first()
        if active is None or not _move(active, State.ACTIVE, State.RETIRED):
            raise RotationUnderWay("Another process is rotating the keys at this moment.")
        successor = SigningKey.objects.get(state=State.NEXT)
        if not _readable(successor):
            successor.delete()
            spare.save()
            successor = spare
        _move(successor, State.NEXT, State.ACTIVE)
        follower.save()
    forget_keys()
    successor.state = State.ACTIVE
    return successor


def ensure_keys() -> None:
    """Make the first active and next key, once for all processes."""
    missing = {State.ACTIVE, State.NEXT} - set(SigningKey.objects.values_list("state", flat=True))
    for state in sorted(missing):
        try:
            with transaction.atomic():
                _new_key(state).save()
        except IntegrityError:
            pass  # Another process made it in this moment; its key is as good.


def delete_expired() -> int:
    """Delete the retired keys by which no living token can be signed; return how many."""
    deleted, _ = SigningKey.objects.filter(
        state=State.RETIRED, retired__lt=timezone.now() - RETIRED_FOR
    ).delete()
    return deleted


def private_pem(key: SigningKey) -> str:
    """Return the private key in PEM. Raises Undecryptable when SECRET_KEY is another than before."""
    return decrypt(key.encrypted_private_pem, PURPOSE)


def _read() -> _Snapshot:
    read_at = time.monotonic()
    rows = list(SigningKey.objects.exclude(state=State.RETIRED, retired__lt=timezone.now() - RETIRED_FOR))
    if not any(row.state == State.ACTIVE for row in rows):
        ensure_keys()
        rows = list(SigningKey.objects.all())
    active = next(row for row in rows if row.state == State.ACTIVE)
    return _Snapshot({row.kid: _public_key(row.public_pem) for row in rows}, active, read_at)


def _new_key(state: SigningKey.State) -> SigningKey:
    private = generate_private_key(public_exponent=65537, key_size=2048)
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = private.public_key()
    public_pem = public.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return SigningKey(
        kid=thumbprint(public),
        state=state,
        public_pem=public_pem.decode(),
        encrypted_private_pem=encrypt(pem.decode(), PURPOSE),
    )


def _move(key: SigningKey, old: SigningKey.State, new: SigningKey.State) -> bool:
    retired = timezone.now() if new == State.RETIRED else None
    return SigningKey.objects.filter(pk=key.pk, state=old).update(state=new, retired=retired) == 1


def _readable(key: SigningKey) -> bool:
    try:
        private_pem(key)
    except Undecryptable:
        return False
    return True


@lru_cache(maxsize=4)
def _private_key(encrypted: str) -> RSAPrivateKey:
    key = serialization.load_pem_private_key(decrypt(encrypted, PURPOSE).encode(), password=None)
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
