"""Threads that take turns: one works at a time, and another besides as soon as that one seems to wait.

Under Python's global lock several threads finish no more than one does, only later and at a higher cost.
They are for what waits: for a database that is locked, a service elsewhere, a password's hash.
"""

import asyncio
from collections.abc import Callable
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any

PATIENCE = 0.005  # seconds in which nothing was finished, before another thread starts


class Turns:
    """So many threads, for one event loop. The one that leads takes what there is to do, in its order."""

    def __init__(self, threads: int, name: str) -> None:
        self._jobs: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._finished = 0
        self._watched = False
        self._leader = Lock()
        self._followers: list[Lock] = []
        for number in range(threads):
            turn = self._leader
            if number:
                turn = Lock()
                turn.acquire()
                self._followers.append(turn)
            Thread(target=self._work, args=(turn,), name=f"{name}_{number}", daemon=True).start()

    async def run(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Return what the function returns, or raise what it raises, once a thread has called it."""
        loop = asyncio.get_running_loop()
        outcome = loop.create_future()

        def job() -> None:
            try:
                settle, result = outcome.set_result, function(*arguments)
            except BaseException as error:
                settle, result = outcome.set_exception, error
            loop.call_soon_threadsafe(_unless_given_up, outcome, settle, result)

        self._jobs.put(job)
        if not self._watched:
            self._watched = True
            loop.call_later(PATIENCE, self._watch, loop, self._finished)
        return await outcome

    def _work(self, turn: Lock) -> None:
        while True:
            turn.acquire()
            while self._leader is turn:
                self._jobs.get()()
                self._finished += 1
            self._followers.append(turn)

    def _watch(self, loop: asyncio.AbstractEventLoop, finished: int) -> None:
        """Let another thread lead when nothing was finished since; the former one follows once it is done."""
        self._watched = not self._jobs.empty()
        if self._watched:
            if finished == self._finished and self._followers:
                self._leader = self._followers.pop()
                self._leader.release()
            loop.call_later(PATIENCE, self._watch, loop, self._finished)


def _unless_given_up(outcome: asyncio.Future[Any], settle: Callable[[Any], None], result: Any) -> None:
    if not outcome.done():
        settle(result)
