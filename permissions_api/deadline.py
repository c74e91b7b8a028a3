"""How long a request waits for others in all: discovery, keys and directory together."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

REQUEST_SECONDS = 6.0

# Of time.monotonic(); None outside of any request.
_deadline: ContextVar[float | None] = ContextVar("deadline", default=None)


@contextmanager
def request_deadline() -> Iterator[None]:
    """Let what is done inside wait REQUEST_SECONDS in all. Every view with GuardMixin is inside of one.

    ``permissions_api.http.within`` keeps to it by itself. Who waits in another way (for a lock, a
    queue, another's look-up) waits ``seconds_left(most)``. A thread of its own is outside, as it may
    work for several requests: hand it a time, or let it have one of its own.
    """
    before = _deadline.set(time.monotonic() + REQUEST_SECONDS)
    try:
        yield
    finally:
        _deadline.reset(before)


def seconds_left(most: float) -> float:
    """Return how many of ``most`` seconds may still be waited, 0 for none; outside of a request all."""
    deadline = _deadline.get()
    return most if deadline is None else max(0.0, min(most, deadline - time.monotonic()))
