"""Wait for a process that starts: with a word now and then, and for as long as it gets on.

A busy machine takes minutes for what a quiet one does in two seconds, so no time is right for both.
A process that uses the processor is getting on, however slowly; one that does not hangs.
"""

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

WORD_SECONDS = 5  # between two words while it starts
IDLE_SECONDS = 30  # after which a process that did nothing will not begin to
IDLE_SHARE = 0.01  # of a processor: a server that merely waits uses less


class Patience:
    """How long to wait for the processes of one group. ``say`` is told now and then what is awaited."""

    def __init__(self, group: int, purpose: str, say: Callable[[str], None]) -> None:
        self.group, self.purpose, self.say = group, purpose, say
        self.began = self.seen = self.said = time.monotonic()
        self.used = processor_seconds(group)

    def is_over(self) -> bool:
        """Say whether the group has done nothing for IDLE_SECONDS; ask again and again."""
        now = time.monotonic()
        if now - self.said >= WORD_SECONDS:
            self.said = now
            self.say(f"  … starting {self.purpose}: {now - self.began:.0f} s")
        if now - self.seen < IDLE_SECONDS:
            return False
        used = processor_seconds(self.group)
        idle = used - self.used < IDLE_SHARE * (now - self.seen)
        self.seen, self.used = now, used
        return idle


def processor_seconds(group: int) -> float:
    """Return the processor time that the living processes of a process group have used."""
    return _by_proc(group) if Path("/proc/self/stat").exists() else _by_ps(group)


def _by_proc(group: int) -> float:
    ticks = 0
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            # The name before may hold blanks and brackets; proc_pid_stat(5) counts the fields.
            fields = file.read_text().rpartition(")")[2].split()
        except OSError:  # it ended meanwhile
            continue
        if int(fields[2]) == group:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _by_ps(group: int) -> float:
    """Ask ps, as on macOS: a line for each process, such as ``  812   0:03.21``."""
    listed = subprocess.run(["ps", "-A", "-o", "pgid=,time="], capture_output=True, text=True, check=False)  # noqa: S607
    rows = (line.split() for line in listed.stdout.splitlines())
    return sum(_seconds(row[1]) for row in rows if len(row) > 1 and row[0] == str(group))


def _seconds(written: str) -> float:
    """Return the seconds of ``[[days-]hours:]minutes:seconds``."""
    days, _, rest = written.rpartition("-")
    total = 0.0
    for part in rest.split(":"):
        total = total * 60 + float(part)
    return total + 86_400 * int(days or 0)
