"""How often all processes together may ask the tenant: DIRECTORY_BUDGET a second, and who goes first.

A bucket in the database, which fills again by the second. Refreshes leave most of it to those who
wait, and these leave a part to writes, so that a change is made in a busy minute too.
"""

import random
import time
from enum import IntEnum
from threading import BoundedSemaphore

from django.conf import settings

from directory.backends.auth0.exceptions import TenantUnavailable
from directory.models import TenantBudget
from permissions_api.deadline import REQUEST_SECONDS, seconds_left

BUCKET, HELD = 1, 2  # the rows: when all of it is free again, and before when nobody may ask at all
LONGEST_PAUSE = 60.0  # seconds, whatever the tenant says
ROUNDING = 1e-6
JITTER = 0.25  # seconds, so that not all come back in the same moment


class Priority(IntEnum):
    """How many calls of the bucket one of this kind may use up. The smallest tenant bears ten at once."""

    SPARE = 3  # never waits
    WAITING = 6
    WRITE = 10


# Of a process's threads one at least goes on with what needs no directory.
_waiting = BoundedSemaphore(max(1, settings.THREADS - 1))


def take(priority: Priority, calls: int = 1) -> None:
    """Take so many calls at once, or wait for them within the request's time. Raises TenantUnavailable."""
    until = time.monotonic() + seconds_left(REQUEST_SECONDS)
    while wait := _wait(priority, calls):
        left = until - time.monotonic()
        if priority is Priority.SPARE or wait > left:
            raise busy(wait)
        pause(min(wait + random.uniform(0, JITTER), left))  # noqa: S311  no secret


def pause(seconds: float) -> None:
    """Wait, unless as many threads of this process wait already as may. Raises TenantUnavailable."""
    if not _waiting.acquire(blocking=False):
        raise busy(1)
    try:
        time.sleep(max(0.0, seconds))
    finally:
        _waiting.release()


def busy(wait: float) -> TenantUnavailable:
    sentence = "it is asked as often as the tenant allows (DIRECTORY_BUDGET)."
    return TenantUnavailable(sentence, wait)


def hold_until(reset: float) -> bool:
    """Let nobody ask before ``reset``, in seconds since 1970. Say whether that is news."""
    now = time.time()
    reset = min(reset, now + LONGEST_PAUSE)
    TenantBudget.objects.bulk_create([TenantBudget(pk=HELD)], ignore_conflicts=True)
    is_news = not TenantBudget.objects.filter(pk=HELD, free_at__range=(now, now + LONGEST_PAUSE)).exists()
    TenantBudget.objects.filter(pk=HELD, free_at__lt=reset).update(free_at=reset)
    return is_news


def _wait(priority: Priority, calls: int) -> float:
    """Return 0 where they are taken, else the seconds until they may be."""
    interval = _interval()
    while True:
        rows = dict(TenantBudget.objects.values_list("pk", "free_at"))
        if BUCKET not in rows:
            TenantBudget.objects.bulk_create([TenantBudget(pk=BUCKET)], ignore_conflicts=True)
            continue
        now = time.time()
        held, used = rows.get(HELD, 0.0) - now, max(rows[BUCKET] - now, 0.0)
        # More than there can be is a clock that was set back, or another budget.
        held = 0 if held > LONGEST_PAUSE + 1 else held
        used = 0 if used > (Priority.WRITE + 1) * interval else used
        wait = max(held, used + (calls - priority) * interval)
        if wait > ROUNDING:
            return wait
        taken = TenantBudget.objects.filter(pk=BUCKET, free_at=rows[BUCKET])
        if taken.update(free_at=now + used + calls * interval):
            return 0


def _interval() -> float:
    return 1 / float(settings.DIRECTORY_BUDGET)
