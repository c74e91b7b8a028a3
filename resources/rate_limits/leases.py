"""Let one process of all do what is to be done once in a while, or one at a time.

A lease that is taken is a place in a window of time, counted like a rate: the first to take it in each
window has it, and it ends with the window, whatever becomes of the process. One that is held ends when
it is given back, or after its seconds.
"""

import time

from django.db import connection

from resources.rate_limits import counters

DAY = 86_400  # seconds; it begins at midnight UTC
_SCOPE = "lease"
_HOLD = """
    INSERT INTO resources_ratecounter (scope, key, started, count) VALUES (%s, %s, 0, %s)
    ON CONFLICT (scope, key, started) DO UPDATE SET count = excluded.count
    WHERE resources_ratecounter.count < %s
"""


def take(name: str, seconds: int) -> bool:
    """Say whether this process is the first to ask in the present window of so many seconds."""
    return counters.spend(_SCOPE, name, (1, seconds)) == 0


def release(name: str) -> None:
    """Let the next who asks have it: it is done, or could not be."""
    counters.forget(name)


def hold(name: str, seconds: int) -> bool:
    """Say whether nobody holds this now; then it is the caller's until ``release``, or so many seconds."""
    now = int(time.time()) - counters.HELD_SINCE
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [counters.HELD, counters.digest(name), now + seconds, now])
        return bool(cursor.rowcount)
