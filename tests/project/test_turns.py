"""Requests follow one another in one thread, and none waits for another that itself waits."""

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest

from project import turns
from project.turns import Turns


def test_what_is_quick_is_done_one_at_a_time_in_its_order_and_in_one_thread(monkeypatch):
    monkeypatch.setattr(turns, "PATIENCE", 60)  # A busy machine makes anything slow.
    done: list[tuple[int, int]] = []
    working = threading.Lock()

    def quick(number: int) -> None:
        assert working.acquire(blocking=False)
        done.append((number, threading.get_ident()))
        working.release()

    async def all_at_once() -> None:
        threads = Turns(4, "test")
        await asyncio.gather(*(threads.run(quick, number) for number in range(200)))

    asyncio.run(all_at_once())
    assert [number for number, _ in done] == list(range(200))
    assert len({thread for _, thread in done}) == 1


def test_nothing_waits_for_what_waits_while_a_thread_is_left_and_all_are_used_again():
    async def run_beside(waiting: int, of: int) -> list[int]:
        threads, release = Turns(of, "test"), threading.Event()
        held = [asyncio.ensure_future(threads.run(release.wait, 60)) for _ in range(waiting)]
        found = await asyncio.wait_for(asyncio.gather(*(threads.run(abs, -n) for n in range(50))), 30)
        late = [asyncio.ensure_future(threads.run(release.wait, 60)) for _ in range(of - waiting)]
        beyond = asyncio.ensure_future(threads.run(abs, -50))
        await asyncio.sleep(0.3)
        assert not any(each.done() for each in (*held, *late, beyond))
        release.set()
        await asyncio.gather(*held, *late)
        return [*found, await beyond]

    assert asyncio.run(run_beside(waiting=3, of=4)) == list(range(51))


def test_what_fails_in_a_thread_is_raised_where_it_was_asked_and_the_thread_goes_on():
    async def ask(function: Callable[..., Any], *arguments: Any) -> Any:
        return await thread.run(function, *arguments)

    thread = Turns(1, "test")
    with pytest.raises(ZeroDivisionError):
        asyncio.run(ask(divmod, 1, 0))
    assert asyncio.run(ask(abs, -1)) == 1
