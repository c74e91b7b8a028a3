"""On which core something runs, and what its processes cost."""

import os
import platform
import timeit
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psutil

from tests.e2e.server import Site

# Where there is but one, or none can be chosen, all share what there is.
SERVER_CORE, LOAD_CORE = 0, 1


def cpu_seconds(site: Site) -> float:
    """Return the CPU seconds that all processes of a site have taken so far."""
    return cpu_seconds_of(site.pid)


def cpu_seconds_of(pid: int) -> float:
    """Return what a process and its children, and those of them that are gone, have taken so far."""
    whole = psutil.Process(pid)
    total = 0.0
    # The one that adds up those that have ended comes last: what ends meanwhile is in it.
    for process in (*whole.children(recursive=True), whole):
        with suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            total += times.user + times.system + times.children_user + times.children_system
    return total


def postgres_pid(url: str) -> int:
    """Return the process of a PostgreSQL that ``tooling.suite.postgres`` started."""
    (folder,) = parse_qs(urlsplit(url).query)["host"]
    return int((Path(folder) / "postmaster.pid").read_text().split()[0])


@contextmanager
def on_core(core: int) -> Iterator[None]:
    """Let what is started inside run on one core, where the machine has it and lets us choose."""
    if not hasattr(os, "sched_setaffinity") or core not in os.sched_getaffinity(0):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def machine() -> str:
    """Say what a figure was measured on, without the names of anybody's machine."""
    parts = (f"{os.cpu_count()} cores", platform.machine(), f"{platform.system()} {platform.release()}")
    # One that was built without optimisations, as by pyenv, takes up to twice the time for everything.
    step = min(timeit.repeat("str(number)", "number = 12_345", number=100_000, repeat=5)) * 10_000
    return ", ".join((*parts, f"Python {platform.python_version()} ({step:.0f} ns for a str(12_345))"))
