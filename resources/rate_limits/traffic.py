"""Count who comes how often, in this process and with all others, without a write for each request."""

from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock

from django.db import transaction

from resources.rate_limits import counters
from resources.write_behind import WriteBehind

LEAST_SHARE = 20  # a caller's requests are written down from a 20th of what is allowed
MOST_CALLERS = 10_000

Window = tuple[str, int]  # a caller, and when the window began


@dataclass(slots=True)
class _Tally:
    started: int
    here: int = 0  # counted in this process
    written: int = 0  # of these
    unsent: int = 0  # of these neither written nor about to be
    elsewhere: int = 0  # what the database last said beyond these; below 0 once it was told to forget


class Traffic:
    """The requests of each caller in the present window, under a name (``scope``) of their kind.

    Ordinary traffic costs no write at all. One who comes often is written down once a second at
    most, so that every process knows: the limit may be overrun by a 20th for each further
    process, and by what comes there within a second. A rate of fewer than 20 is exact: each request
    that it allows is written at once. Who is refused costs a question a second.
    """

    def __init__(self, scope: str) -> None:
        self._scope = scope
        self._tallies: dict[str, _Tally] = {}
        self._lock = Lock()
        self._turn = Lock()  # One asks at a time, so that no older answer comes after a newer one.
        self._behind = WriteBehind(self._settle)

    def spend(self, caller: str, rate: counters.Rate) -> int:
        """Count one more and return 0, or the seconds to wait when that is more than the rate allows."""
        allowed, seconds = rate
        started = counters.window(seconds)
        with self._lock:
            tally = self._tally(caller, started)
            passes = tally.here + tally.elsewhere < allowed
            if passes:
                tally.here += 1
                tally.unsent += 1
            shown = not passes or tally.here * LEAST_SHARE >= allowed
            number = tally.unsent if shown else 0
            tally.unsent -= number
        if passes and allowed < LEAST_SHARE:
            (all_together,) = self._settle({(caller, started): number})
            passes = all_together <= allowed
        elif shown:
            self._behind.add((caller, started), number)
        return 0 if passes else counters.seconds_left(started, seconds)

    def flush(self) -> None:
        """Write down now what was counted of those who come often."""
        self._behind.flush()

    def _tally(self, caller: str, started: int) -> _Tally:
        tally = self._tallies.get(caller)
        if tally is None or tally.started != started:
            if len(self._tallies) >= MOST_CALLERS:
                self._tallies.clear()
            tally = self._tallies[caller] = _Tally(started)
        return tally

    def _settle(self, numbers: Mapping[Window, int]) -> list[int]:
        """Write these down and return how many that makes of each, all processes together."""
        with self._turn:
            # In one order everywhere, so that no two processes wait for each other.
            windows = sorted(numbers)
            with transaction.atomic():
                found = [counters.add(self._scope, *window, numbers[window]) for window in windows]
            with self._lock:
                for (caller, started), together in zip(windows, found, strict=True):
                    tally = self._tallies.get(caller)
                    if tally and tally.started == started:
                        tally.written += numbers[caller, started]
                        tally.elsewhere = together - tally.written
        return found
