"""Names under which a record's picture is had without a token, for as long as an answer may be shown.

The name is a signature of record, address and time, so that it opens this one picture alone, and another
address makes another name. It is good until the end of the half day after the one in which it was made:
for 12 hours at least and 24 at most. ETags change with ``period``, so that no 304 hands on one that ran out.
"""

import hashlib
import hmac
import time
from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac

PERIOD = 43_200  # seconds
KEPT = 8_192  # names that a process remembers, which spares a list most of its signatures


def period() -> int:
    """Return the number of the present half day."""
    return int(time.time()) // PERIOD


def mark() -> str:
    """Return what in an ETag stands for the names in an answer; "" where there are none."""
    return str(period()) if settings.PICTURES else ""


def picture_of(record: Any) -> str | None:
    """Return the path of a record's picture, None where it names none or the site shows none."""
    return path(record._meta.app_label, record.pk, getattr(record, record.picture_field), period())


def path(label: str, pk: int, address: str, made: int) -> str | None:
    """Return what ``picture_of`` does, of a record known by the label of its app, its id and the address."""
    if not (address and settings.PICTURES):
        return None
    return f"/pictures/{label}/{pk}/{_name(label, pk, address, made)}"


def seconds_left(name: str, label: str, pk: int, address: str) -> int:
    """Return for how many seconds a name opens the picture of this record at this address; 0 for never."""
    now = time.time()
    for made in (period(), period() - 1):
        for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
            if hmac.compare_digest(name.encode(), _signature(secret, label, pk, address, made).encode()):
                return int((made + 2) * PERIOD - now)
    return 0


@lru_cache(maxsize=KEPT)
def _name(label: str, pk: int, address: str, made: int) -> str:
    return _signature(settings.SECRET_KEY, label, pk, address, made)


def _signature(secret: str, label: str, pk: int, address: str, made: int) -> str:
    signed = f"{label}\n{pk}\n{made}\n{address}".encode()
    return hashlib.blake2b(signed, key=_key(secret), digest_size=16).hexdigest()


@cache
def _key(secret: str) -> bytes:
    return salted_hmac("usher.pictures", "names", secret=secret, algorithm="sha256").digest()
