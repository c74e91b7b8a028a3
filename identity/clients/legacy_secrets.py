"""Check the slow hashes of client secrets that were stored before there was a fast one.

Each is replaced when its secret first comes. Until then wrong ones must not use up the machine, so one
is looked at a time in each process, and few a minute from one address.
"""

from threading import Lock

from django.contrib.auth.hashers import check_password

from identity.clients.exceptions import TooOften
from resources.rate_limits.counters import Rate
from resources.rate_limits.traffic import Traffic

RATE: Rate = (10, 60)
BUSY = 1  # seconds after which it is worth trying again
legacy_secret_traffic = Traffic("former secret")
_turn = Lock()


def fits(secret: str, stored: str, address: str) -> bool:
    """Say whether this is the secret of a slow hash. Raises TooOften when that was not looked at."""
    # Without waiting: who waits holds a thread.
    if not _turn.acquire(blocking=False):
        raise TooOften(BUSY)
    try:
        wait = legacy_secret_traffic.spend(address, RATE)
        if wait:
            raise TooOften(wait)
        return check_password(secret, stored)
    finally:
        _turn.release()
