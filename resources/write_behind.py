"""Add numbers up in memory and write them down together, at most once a second."""

import logging
import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Hashable, Mapping
from typing import Generic, TypeVar

from django.db import InterfaceError, OperationalError, connections

log = logging.getLogger(__name__)

SECONDS = 1.0  # from one write to the next, so that no number waits for longer
GATHERING = 0.1  # seconds from the first number to its write, so that a burst is one
MOST_KEYS = 10_000

Key = TypeVar("Key", bound=Hashable)


class WriteBehind(Generic[Key]):
    """Numbers by key, which a thread hands to ``write`` soon, whether or not another one comes.

    The thread and its connection live while there is something to write. It is no
    daemon: a process that ends waits for it, so a graceful stop loses nothing, and a kill what came
    within the last second. While the database is away numbers wait, of MOST_KEYS keys at most; what
    ``write`` raises is logged. Safe to use from several threads, and after a fork.
    """

    def __init__(self, write: Callable[[Mapping[Key, int]], object]) -> None:
        self._write = write
        self._begin_anew()
        os.register_at_fork(after_in_child=self._begin_anew)

    def _begin_anew(self) -> None:
        # What came before a fork is the parent's to write.
        self._lock = threading.Lock()
        self._numbers = Counter[Key]()
        self._written_at = time.monotonic() - SECONDS
        self._thread: threading.Thread | None = None

    def add(self, key: Key, number: int = 1) -> None:
        """Add a number, which may be 0, to those of this key."""
        with self._lock:
            self._keep(key, number)
            if self._thread is None:
                self._thread = self._started_thread()

    def flush(self) -> bool:
        """Write now what is not written yet. Return False where it still is not."""
        with self._lock:
            numbers, self._numbers = self._numbers, Counter[Key]()
            self._written_at = time.monotonic()
        if not numbers:
            return True
        try:
            self._write(numbers)
            return True
        except (InterfaceError, OperationalError) as error:  # lost, locked, away, full
            log.error("What was counted is not written yet: %s.", type(error).__name__)
            with self._lock:
                for key, number in numbers.items():
                    self._keep(key, number)
        except Exception:  # Nobody waits for this thread; the log is all that hears of it.
            log.exception("What was counted could not be written, and is lost.")
        return False

    def _keep(self, key: Key, number: int) -> None:
        if key in self._numbers or len(self._numbers) < MOST_KEYS:
            self._numbers[key] += number

    def _started_thread(self) -> threading.Thread:
        thread = threading.Thread(target=self._run, name="write-behind", daemon=False)
        thread.start()
        return thread

    def _run(self) -> None:
        main = threading.main_thread()
        while True:
            # Until the pause is over, or the process ends.
            main.join(max(GATHERING, self._written_at + SECONDS - time.monotonic()))
            if not self.flush():
                connections.close_all()  # It may be the connection that is lost.
            with self._lock:
                if not self._numbers or not main.is_alive():
                    self._thread = None
                    break
        connections.close_all()
