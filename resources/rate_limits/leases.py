"""Let one process of all do what is to be done once in a while.

A lease is a place in a window of time, counted like a rate: the first to take it in each window has
it, and it ends with the window, whatever becomes of the process.
"""

from resources.rate_limits import counters

DAY = 86_400  # seconds; it begins at midnight UTC
_SCOPE = "lease"


def take(name: str, seconds: int) -> bool:
    """Say whether this process is the first to ask in the present window of so many seconds."""
    return counters.spend(_SCOPE, name, (1, seconds)) == 0


def release(name: str) -> None:
    """Let the next who asks have it: what it was taken for could not be done."""
    counters.forget(name)
