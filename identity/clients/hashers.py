"""The secrets of clients: how they are kept, and whether one fits.

A secret is long and random, so a hash that takes microseconds keeps it as well as one that takes tenths
of a second, by which whoever sends wrong secrets could use up the machine. ``legacy_secrets`` knows the
slow ones that are stored still.
"""

from django.conf import settings
from django.contrib.auth.hashers import BasePasswordHasher, identify_hasher
from django.utils.crypto import constant_time_compare, salted_hmac

LEAST_CHARACTERS = 32  # of a secret that somebody chose; those made here have 64


class ClientSecretHasher(BasePasswordHasher):
    """HMAC-SHA256 with a key made from SECRET_KEY; SECRET_KEY_FALLBACKS still verify.

    It is one of PASSWORD_HASHERS so that the toolkit knows it, and not the first: nobody's password is
    hashed with it. A public client's empty secret has no HMAC, for it is nobody's secret.
    """

    algorithm = "client_secret"

    def encode(self, password: str, salt: str) -> str:
        return self._encoded(password, salt, settings.SECRET_KEY) if password else NO_SECRET

    def verify(self, password: str, encoded: str) -> bool:
        if encoded == NO_SECRET:
            return not password
        keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        return any(self._fits(password, encoded, key) for key in keys)

    def _fits(self, password: str, encoded: str, key: str) -> bool:
        salt = encoded.split("$")[1]
        return constant_time_compare(encoded, self._encoded(password, salt, key))

    def _encoded(self, password: str, salt: str, key: str) -> str:
        mac = salted_hmac("identity.client_secrets", salt + password, secret=key, algorithm="sha256")
        return f"{self.algorithm}${salt}${mac.hexdigest()}"


NO_SECRET = f"{ClientSecretHasher.algorithm}$$"
_hasher = ClientSecretHasher()


def hashed(secret: str) -> str:
    return _hasher.encode(secret, _hasher.salt())


def fits(secret: str, stored: str) -> bool:
    """Say whether ``stored`` is the hash of this secret; no to every hash of a former kind."""
    return is_keyed(stored) and _hasher.verify(secret, stored)


def is_current(secret: str, stored: str) -> bool:
    """Say whether ``stored`` is the hash of this secret, made with today's SECRET_KEY."""
    return is_keyed(stored) and _hasher._fits(secret, stored, settings.SECRET_KEY)


def is_keyed(stored: str) -> bool:
    return stored.startswith(f"{_hasher.algorithm}$")


def is_guessable(secret: str) -> bool:
    """Say whether what a client is about to be stored with, a secret or its hash, is too short or none."""
    try:
        identify_hasher(secret)
    except ValueError:
        return len(secret) < LEAST_CHARACTERS
    return secret == NO_SECRET
