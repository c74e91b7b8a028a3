"""Encrypt what is secret at rest: private signing keys and the secrets of two-factor apps.

The key is derived from SECRET_KEY, one for each purpose, so that a value copied from one
table into another cannot be read there. SECRET_KEY_FALLBACKS still decrypt, as in Django.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.encoding import force_bytes


class Undecryptable(Exception):
    """The value was encrypted under another SECRET_KEY, or is damaged."""


def encrypt(text: str, purpose: str) -> str:
    return _fernet(purpose).encrypt(text.encode()).decode()


def decrypt(encrypted: str, purpose: str) -> str:
    """Return the text. Raises Undecryptable when no key of the settings fits."""
    try:
        return _fernet(purpose).decrypt(encrypted.encode()).decode()
    except InvalidToken as error:
        raise Undecryptable(f"Cannot decrypt {purpose}: SECRET_KEY is another than before.") from error


def _fernet(purpose: str) -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(secret, purpose)) for secret in secrets])


def _derived(secret: str | bytes, purpose: str) -> bytes:
    hkdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"usher {purpose}".encode())
    return base64.urlsafe_b64encode(hkdf.derive(force_bytes(secret)))
