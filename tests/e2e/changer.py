"""Another process of the site, which makes changes and says when each was saved."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.e2e.server import ROOT, Site

LOOP = """
import contextlib, io, sys, time
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.db import connection
from directory.grants import grant, withdraw
robin = User.objects.get(username="robin")
print("ready", flush=True)
for line in sys.stdin:
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        # Nothing is kept from one change to the next, as in a process that has just begun.
        exec(line, {**globals()})
    print(time.time(), printed.getvalue().strip(), flush=True)
"""


class Changer:
    """A ``manage.py shell`` that is told what to do."""

    def __init__(self, site: Site) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "manage.py", "shell", "--no-imports", "-c", LOOP],
            cwd=ROOT,
            env=site.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdin
        assert self._process.stdout
        self._in, self._out = self._process.stdin, self._process.stdout
        assert self._out.readline().strip() == "ready"

    def make(self, change: str) -> float:
        """Execute a line of Python. Returns when that was saved, in seconds since 1970."""
        return float(self._executed(change)[0])

    def token(self, person: str) -> str:
        """Return a new token of somebody, good for an hour."""
        return self.printed(f"call_command('token', '{person}', lifetime=3600)")

    def printed(self, line: str) -> str:
        """Execute a line of Python that prints one word. Returns the word."""
        return self._executed(line)[1]

    def _executed(self, line: str) -> list[str]:
        self._in.write(f"{line}\n")
        self._in.flush()
        return self._out.readline().split()

    def end(self) -> None:
        # Closes what it reads from and prints to, and waits for it.
        self._process.communicate(timeout=20)


@contextmanager
def changer_of(site: Site) -> Iterator[Changer]:
    changer = Changer(site)
    try:
        yield changer
    finally:
        changer.end()
