"""Numbers added up in memory are written soon, once, and by nobody who waits for an answer."""

import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping

import pytest
from django.db import OperationalError

from resources import write_behind
from resources.write_behind import WriteBehind

started_thread = WriteBehind._started_thread


class Paper:
    """What was written: each write, and all of them together. It may be away for a while."""

    def __init__(self) -> None:
        self.writes: list[dict[str, int]] = []
        self.failures: list[Exception] = []

    def write(self, numbers: Mapping[str, int]) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.writes.append(dict(numbers))

    @property
    def sum(self) -> dict[str, int]:
        return dict(sum((Counter(write) for write in self.writes), Counter()))


@pytest.fixture
def paper() -> Paper:
    return Paper()


@pytest.fixture
def with_threads(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Write as a running site does."""
    monkeypatch.setattr(WriteBehind, "_started_thread", started_thread)
    yield
    until(lambda: not any(thread.name == "write-behind" for thread in threading.enumerate()))


def until(holds: Callable[[], object]) -> None:
    deadline = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.mark.usefixtures("with_threads")
def test_what_came_is_written_though_nothing_more_comes(paper):
    behind = WriteBehind(paper.write)
    for _ in range(1000):
        behind.add("batman")
    behind.add("robin", 3)
    until(lambda: paper.sum == {"batman": 1000, "robin": 3})
    assert len(paper.writes) <= 2


@pytest.mark.usefixtures("with_threads")
def test_several_threads_lose_nothing(paper):
    behind = WriteBehind(paper.write)

    def come_often() -> None:
        for _ in range(1000):
            behind.add("batman")

    threads = [threading.Thread(target=come_often) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    until(lambda: paper.sum == {"batman": 8000})


@pytest.mark.usefixtures("with_threads")
def test_while_the_database_is_away_numbers_wait(paper, monkeypatch, caplog):
    monkeypatch.setattr(write_behind, "SECONDS", 0.01)
    paper.failures = [OperationalError("a secret of the store"), OperationalError()]
    behind = WriteBehind(paper.write)
    behind.add("batman", 2)
    until(lambda: paper.sum == {"batman": 2})
    assert "not written yet" in caplog.text
    assert "secret" not in caplog.text


def test_what_can_never_be_written_does_not_stand_in_the_way(paper, caplog):
    paper.failures = [ValueError("a row that does not fit")]
    behind = WriteBehind(paper.write)
    behind.add("joker")
    behind.flush()
    behind.add("batman")
    behind.flush()
    assert paper.writes == [{"batman": 1}]
    assert "ValueError" in caplog.text


def test_the_memory_is_bounded(paper, monkeypatch):
    monkeypatch.setattr(write_behind, "MOST_KEYS", 3)
    behind = WriteBehind(paper.write)
    for number in range(10):
        behind.add(f"caller-{number}")
    behind.flush()
    assert len(paper.sum) == 3


def test_nothing_is_no_write(paper):
    WriteBehind(paper.write).flush()
    assert paper.writes == []


def test_what_came_before_a_fork_is_the_parent_s_to_write(paper):
    behind = WriteBehind(paper.write)
    behind.add("batman")
    child = os.fork()
    if child == 0:
        behind.flush()
        os._exit(len(paper.writes))
    assert os.waitpid(child, 0)[1] == 0
    behind.flush()
    assert paper.writes == [{"batman": 1}]


ENDING = """
from django.conf import settings
settings.configure()
from resources.write_behind import WriteBehind
WriteBehind(lambda numbers: print(dict(numbers), flush=True)).add("batman", 7)
"""


def test_a_process_that_ends_writes_first():
    done = subprocess.run([sys.executable, "-c", ENDING], capture_output=True, text=True, check=True)
    assert done.stdout == "{'batman': 7}\n"
