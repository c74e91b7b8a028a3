"""How often all processes together may ask the tenant: DIRECTORY_BUDGET a second, and who goes first.

A bucket in the database, which fills again by the second. Refreshes leave most of it to those who
wait, and these leave a part to writes, so that a change is made in a busy minute too.
"""

import math
import random
import time
from enum import IntEnum
from threading import BoundedSemaphore

from django.conf import settings

from directory.backends.auth0.exceptions import TenantUnavailable
from directory.models import TenantBudget
from permissions_api.deadline import REQUEST_SECONDS, seconds_left

ROW = 1  # the one row
LONGEST_PAUSE = 60.0  # seconds, whatever the tenant says
JITTER = 0.25  # seconds, so that not all come back in the same moment


class Priority(IntEnum):
    """How many calls of the bucket one of this kind may use up. The smallest tenant bears ten at once."""

    SPARE = 3  # never waits
    WAITING = 6
    WRITE = 10


# Of a process's threads one at least goes on with what needs no directory.
_waiting = BoundedSemaphore(max(1, settings.THREADS - 1))


def take(priority: Priority) -> None:
    """Take one call, or wait for it within the request's time. Raises TenantUnavailable."""
    until = time.monotonic() + seconds_left(REQUEST_SECONDS)
    while wait := _wait(priority):
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
    free_at = reset + (Priority.WRITE - 1) * _interval()
    # Whoever was told so a moment ago has seen to it.
    return bool(TenantBudget.objects.filter(pk=ROW, free_at__lt=free_at - 1).update(free_at=free_at))


def _wait(priority: Priority) -> float:
    """Return 0 where a call is taken, else the seconds until there may be one."""
    interval, row = _interval(), None
    while True:
        row = TenantBudget.objects.filter(pk=ROW).first()
        if row is None:
            TenantBudget.objects.bulk_create([TenantBudget(pk=ROW)], ignore_conflicts=True)
            continue
        now = time.time()
        # A clock that was set back must not shut the directory for long.
        used = min(max(row.free_at - now, 0.0), LONGEST_PAUSE + Priority.WRITE * interval)
        wait = used + interval - priority * interval
        if wait > 0 and not math.isclose(wait, 0, abs_tol=1e-6):
            return wait
        if TenantBudget.objects.filter(pk=ROW, free_at=row.free_at).update(free_at=now + used + interval):
            return 0


def _interval() -> float:
    return 1 / float(settings.DIRECTORY_BUDGET)
