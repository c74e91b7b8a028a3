"""Run a program as a step with a name, its time, and its output when it fails."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class Failed(Exception):
    """A step could not be done. The message says which, and what to do."""


@contextmanager
def step(title: str) -> Iterator[None]:
    """Print ``title``, the seconds while it runs (on a terminal), and the seconds it took."""
    started, done = time.monotonic(), threading.Event()
    ticker = threading.Thread(target=_tick, args=(title, started, done), daemon=True)
    ticker.start()
    try:
        yield
    except BaseException:
        _end(done, ticker, f"✗ {title}")
        raise
    _end(done, ticker, f"✓ {title}  {time.monotonic() - started:.1f} s")


def _tick(title: str, started: float, done: threading.Event) -> None:
    if not sys.stdout.isatty():
        print(f"… {title}", flush=True)
        return
    while not done.wait(0.2):
        print(f"\r… {title}  {time.monotonic() - started:.0f} s", end="", flush=True)


def _end(done: threading.Event, ticker: threading.Thread, line: str) -> None:
    done.set()
    ticker.join()
    print(f"\r\033[K{line}" if sys.stdout.isatty() else line, flush=True)


Command = Sequence[str | Path]
Environment = Mapping[str, str] | None


def quietly(title: str, command: Command, hint: str = "", env: Environment = None, cwd: Path = ROOT) -> None:
    """Run ``command`` as a step; show what it printed only when it fails. Raises Failed."""
    with step(title):
        done = _run(command, env, cwd, capture=True)
        if done.returncode:
            print(f"\n{done.stdout}", flush=True)
            raise Failed(f"{title}: failed (exit {done.returncode}). {hint}".strip())


def loudly(title: str, command: Command, env: Environment = None) -> None:
    """Run ``command`` with its output shown as it comes. Raises Failed."""
    print(f"\n▸ {title}", flush=True)
    done = _run(command, env, ROOT, capture=False)
    if done.returncode:
        raise Failed(f"{title}: failed (exit {done.returncode}).")


def _run(command: Command, env: Environment, cwd: Path, *, capture: bool) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if capture else None,
        stderr=subprocess.STDOUT if capture else None,
        text=True,
        errors="replace",
        check=False,
    )
