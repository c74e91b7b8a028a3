"""Check the secrets of clients, the slow way only the first time a secret is seen to be right.

Their hashes are slow on purpose, some tenths of a second. A gateway that fetches a token for each
person would spend its time there, so what fitted once is remembered, as a digest, in this process.
"""

import hashlib
import hmac

from django.contrib.auth.hashers import check_password

MOST = 1000
_fitted: dict[str, bytes] = {}  # by the stored hash, so that a new secret is never taken for the old


def fits(secret: str, stored: str) -> bool:
    """Say whether ``secret`` is the one whose hash is ``stored``."""
    digest = hashlib.sha256(secret.encode()).digest()
    if hmac.compare_digest(_fitted.get(stored, b""), digest):
        return True
    if not check_password(secret, stored):
        return False
    if len(_fitted) >= MOST:
        _fitted.clear()
    _fitted[stored] = digest
    return True
