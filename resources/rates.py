"""Limit how often something may happen, counted in the database so that it holds in every process.

Time is cut into windows as long as the rate's own, such as a minute; each window counts anew.
"""

import time

from django.db import connection
from django.db.models import F, Sum
from django.utils.crypto import salted_hmac

from resources.models import RateCounter

Rate = tuple[int, int]  # how many, in how many seconds

SPEND = """
    INSERT INTO resources_ratecounter (scope, key, started, count) VALUES (%s, %s, %s, 1)
    ON CONFLICT (scope, key, started) DO UPDATE SET count = resources_ratecounter.count + 1
    RETURNING count
"""
KEPT_SECONDS = 86_400  # the longest window a rate can be written with


def spend(scope: str, key: str, rate: Rate | None) -> int:
    """Count one more and return 0, or the seconds to wait when that is more than the rate allows.

    One statement, so any number of processes may count at once. A rate of None allows everything.
    """
    if rate is None:
        return 0
    allowed, seconds = rate
    now = int(time.time())
    with connection.cursor() as cursor:
        cursor.execute(SPEND, [scope, _digest(key), now - now % seconds])
        (count,) = cursor.fetchone()
    return 0 if count <= allowed else seconds - now % seconds


def give_back(scope: str, key: str, rate: Rate | None) -> None:
    """Undo one ``spend``: it turned out to be something that is not limited."""
    if rate is not None:
        now = int(time.time())
        RateCounter.objects.filter(
            scope=scope, key=_digest(key), started=now - now % rate[1], count__gt=0
        ).update(count=F("count") - 1)


def spent(scope: str, key: str) -> int:
    """Return how much is counted under this key in all windows that are kept."""
    counters = RateCounter.objects.filter(scope=scope, key=_digest(key))
    return counters.aggregate(total=Sum("count"))["total"] or 0


def forget(key: str) -> int:
    """Forget everything counted under this key, in whatever scope; return how many counters there were."""
    deleted, _ = RateCounter.objects.filter(key=_digest(key)).delete()
    return deleted


def delete_expired() -> int:
    """Delete the counters of windows that are over; return how many."""
    deleted, _ = RateCounter.objects.filter(started__lt=int(time.time()) - KEPT_SECONDS).delete()
    return deleted


def _digest(key: str) -> str:
    return salted_hmac("resources.rates", key, algorithm="sha256").hexdigest()
