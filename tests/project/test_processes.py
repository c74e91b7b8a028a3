"""Processes that start together: patience while one gets on, a sentence when not, nothing left behind."""

import io
import os
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from django.core.management.base import CommandError, OutputWrapper

from project import patience, processes
from project.patience import Patience, processor_seconds
from project.processes import one_for_all, serve_together
from project.server import free_port

BUSY, IDLE = "while True: pass", "import time; time.sleep(600)"


@pytest.fixture(autouse=True)
def impatient(monkeypatch) -> None:
    monkeypatch.setattr(patience, "IDLE_SECONDS", 1)
    monkeypatch.setattr(patience, "WORD_SECONDS", 0.2)


@pytest.fixture
def started() -> Iterator[list["subprocess.Popen[bytes]"]]:
    running: list[subprocess.Popen[bytes]] = []
    yield running
    for process in running:
        process.kill()
        process.wait()


@pytest.fixture
def site(settings) -> io.StringIO:
    """Give the site a free port; what it says goes here."""
    settings.PORT = free_port()
    return io.StringIO()


def of_its_own(program: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-c", program], start_new_session=True)


def waits(process: "subprocess.Popen[bytes]", rounds: int, said: list[str]) -> bool:
    """Say whether one waits for it through some rounds of a second of patience."""
    patient = Patience(process.pid, "a trial", said.append)
    for _ in range(rounds):
        before = patient.seen
        while patient.seen == before:
            time.sleep(0.05)
            if patient.is_over():
                return False
    return True


def test_one_that_does_nothing_is_given_up(started):
    started.append(of_its_own(IDLE))
    assert not waits(started[0], rounds=20, said=[])


def test_one_that_gets_on_is_waited_for_and_spoken_of(started):
    said: list[str] = []
    started.append(of_its_own(BUSY))
    assert waits(started[0], rounds=3, said=said)
    assert said[0].startswith("  … starting a trial: ")


def test_without_proc_ps_is_asked_for_the_same(started, monkeypatch, tmp_path):
    """As on macOS; here ps is played, for a minimal Linux has none."""
    ps = tmp_path / "ps"
    ps.write_text("#!/bin/sh\necho '  7   0:03.25'\necho ' 12  1-02:00:01'\necho '  7  01:00:00'\n")
    ps.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    assert [patience._by_ps(group) for group in (7, 12, 99)] == [3603.25, 93_601, 0]
    assert processor_seconds(os.getpgrp()) > 0


def test_one_that_ends_at_its_start_ends_all_with_a_sentence(site, capfd):
    (broken,) = one_for_all()
    broken.environment = {**broken.environment, "THREADS": "many"}
    with pytest.raises(CommandError, match="The process for every API, and tokens ended by itself"):
        serve_together(OutputWrapper(site), "the banner", [broken], apps="none")
    assert "THREADS='many' is not a whole number" in capfd.readouterr().err
    assert "the banner" not in site.getvalue()


def test_one_that_hangs_at_its_start_is_ended_after_words(site, monkeypatch):
    monkeypatch.setattr(processes, "MANAGE", [sys.executable, "-c", IDLE])
    (hanging,) = one_for_all()
    with pytest.raises(
        CommandError, match=r"The process for every API, and tokens does not answer at .* done nothing"
    ):
        serve_together(OutputWrapper(site), "the banner", [hanging], apps="none")
    assert "… starting every API, and tokens" in site.getvalue()
    assert hanging.running.returncode is not None
