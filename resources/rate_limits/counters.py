"""Limit how often something may happen, counted in the database so that it holds in every process.

Time is cut into windows as long as the rate's own, such as a minute; each window counts anew.
"""

import math
import time

from django.db import connection
from django.db.models import F, Sum
from django.utils.crypto import salted_hmac

from resources.models import RateCounter

Rate = tuple[int, int]  # how many, in how many seconds

SPEND = """
    INSERT INTO resources_ratecounter (scope, key, started, count) VALUES (%s, %s, %s, %s)
    ON CONFLICT (scope, key, started) DO UPDATE SET count = resources_ratecounter.count + excluded.count
    RETURNING count
"""
KEPT_SECONDS = 86_400  # the longest window a rate can be written with
HELD = "held"  # scope of what is in no window: its count says until when it is held, from HELD_SINCE on
HELD_SINCE = 1_700_000_000  # seconds since 1970, so that an end fits its column


def spend(scope: str, key: str, rate: Rate | None) -> int:
    """Count one more and return 0, or the seconds to wait when that is more than the rate allows.

    One statement, so any number of processes may count at once. A rate of None allows everything.
    """
    if rate is None:
        return 0
    allowed, seconds = rate
    started = window(seconds)
    count = add(scope, key, started, 1)
    return 0 if count <= allowed else seconds_left(started, seconds)


def window(seconds: int) -> int:
    """Return when the present window of so many seconds began, in seconds since 1970."""
    now = int(time.time())
    return now - now % seconds


def seconds_left(started: int, seconds: int) -> int:
    """Return how long the window that began at ``started`` still lasts; at least 1."""
    return max(1, math.ceil(started + seconds - time.time()))


def add(scope: str, key: str, started: int, number: int) -> int:
    """Count ``number`` more in the window that began at ``started`` and return how many that makes."""
    with connection.cursor() as cursor:
        cursor.execute(SPEND, [scope, digest(key), started, number])
        (count,) = cursor.fetchone()
    return int(count)


def give_back(scope: str, key: str, rate: Rate | None) -> None:
    """Undo one ``spend``: it turned out to be something that is not limited."""
    if rate is not None:
        present = RateCounter.objects.filter(scope=scope, key=digest(key), started=window(rate[1]))
        present.filter(count__gt=0).update(count=F("count") - 1)


def spent(scope: str, key: str) -> int:
    """Return how much is counted under this key in all windows that are kept."""
    counters = RateCounter.objects.filter(scope=scope, key=digest(key))
    return counters.aggregate(total=Sum("count"))["total"] or 0


def forget(key: str) -> int:
    """Forget everything counted under this key, in whatever scope; return how many counters there were."""
    deleted, _ = RateCounter.objects.filter(key=digest(key)).delete()
    return deleted


def delete_expired() -> int:
    """Delete the counters of windows that are over; return how many."""
    now = int(time.time())
    over = RateCounter.objects.filter(started__lt=now - KEPT_SECONDS)
    deleted, _ = over.exclude(scope=HELD, count__gt=now - HELD_SINCE).delete()
    return deleted


def digest(key: str) -> str:
    """Return how a key is written down: no names, no addresses."""
    return salted_hmac("resources.rates", key, algorithm="sha256").hexdigest()
