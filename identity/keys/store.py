"""The rows of the signing keys: made, rotated and deleted, once for all processes."""

import base64
import hashlib
import json
from datetime import timedelta

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey, generate_private_key
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from audit.origin import by_the_system
from identity.audited_models import record_key_moved
from identity.faults.switches import ROTATED, in_force
from identity.keys.exceptions import RotationUnderWay
from identity.models import SigningKey
from resources.encryption import Undecryptable, decrypt, encrypt

GREATEST_LIFETIME = 86_400  # seconds; no token of any kind lives longer
RETIRED_FOR = timedelta(seconds=GREATEST_LIFETIME + 60)
PURPOSE = "signing keys"

State = SigningKey.State


def published_rows() -> QuerySet[SigningKey]:
    """Return every key by which a living token may be signed, now or soon."""
    kept = timedelta() if in_force(ROTATED) else RETIRED_FOR
    return SigningKey.objects.exclude(state=State.RETIRED, retired__lt=timezone.now() - kept)


def ensure_keys() -> None:
    """Make the first active and next key, once for all processes."""
    missing = {State.ACTIVE, State.NEXT} - set(SigningKey.objects.values_list("state", flat=True))
    for state in sorted(missing):
        try:
            with by_the_system(), transaction.atomic():
                _new_key(state).save()
        except IntegrityError:
            pass  # Another process made it in this moment; its key is as good.


def rotate() -> SigningKey:
    """Let the next key sign, retire the active one, make a new next one; return the one that signs.

    A next key that cannot be read any more is thrown away for a new one. Raises
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
    successor.state = State.ACTIVE
    return successor


def delete_expired() -> int:
    """Delete the retired keys by which no living token can be signed; return how many."""
    deleted, _ = SigningKey.objects.filter(
        state=State.RETIRED, retired__lt=timezone.now() - RETIRED_FOR
    ).delete()
    return deleted


def private_pem(key: SigningKey) -> str:
    """Return the private key in PEM. Raises Undecryptable when SECRET_KEY is another than before."""
    return decrypt(key.encrypted_private_pem, PURPOSE)


def can_sign() -> bool:
    """Say whether the active key can be read. Where there is none yet, one is made at first need."""
    active = SigningKey.objects.filter(state=State.ACTIVE).first()
    return active is None or _readable(active)


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
        kid=_thumbprint(public),
        state=state,
        public_pem=public_pem.decode(),
        encrypted_private_pem=encrypt(pem.decode(), PURPOSE),
    )


def _thumbprint(key: RSAPublicKey) -> str:
    """Return the base64url SHA-256 of the key's required members in lexical order (RFC 7638)."""
    jwk = jwt.algorithms.RSAAlgorithm.to_jwk(key, as_dict=True)
    members = {name: jwk[name] for name in ("e", "kty", "n")}
    digest = hashlib.sha256(json.dumps(members, separators=(",", ":")).encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _move(key: SigningKey, old: SigningKey.State, new: SigningKey.State) -> bool:
    retired = timezone.now() if new == State.RETIRED else None
    moved = SigningKey.objects.filter(pk=key.pk, state=old).update(state=new, retired=retired) == 1
    if moved:
        record_key_moved(key, old, new)
    return moved


def _readable(key: SigningKey) -> bool:
    try:
        serialization.load_pem_private_key(private_pem(key).encode(), password=None)
        serialization.load_pem_public_key(key.public_pem.encode())
    except (Undecryptable, ValueError):
        return False
    return True
