"""Progress: quiet where nobody watches, with rate and remaining time where somebody does."""

import io

import pytest
from django.core.management.base import OutputWrapper

from importing import progress
from importing.progress import Progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def clock(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    return now


def test_elsewhere_than_on_a_terminal_a_line_now_and_then_is_enough(clock):
    stream = io.StringIO()
    shown = Progress(OutputWrapper(stream), size=1000)
    for _ in range(12):
        clock[0] += 1
        shown.reached(100, 500)
    shown.close()
    assert stream.getvalue().splitlines() == [
        "500 rows, 100 rows/s, 10%, about 45 s left",
        "500 rows, 50 rows/s, 10%, about 90 s left",
    ]


def test_without_an_end_in_sight_no_time_is_promised(clock):
    stream = io.StringIO()
    shown = Progress(OutputWrapper(stream), size=None)
    clock[0] += 10
    shown.reached(0, 500)
    assert stream.getvalue() == "500 rows, 50 rows/s\n"


def test_quiet_keeps_what_must_be_told(clock):
    stream = Terminal()
    shown = Progress(OutputWrapper(stream), size=1000, quiet=True)
    clock[0] += 10
    shown.reached(100, 500)
    shown.tell("Line 7 refused")
    assert stream.getvalue() == "Line 7 refused\n"


def test_a_terminal_gets_a_bar_with_rate_and_remaining_time(capsys):
    shown = Progress(OutputWrapper(Terminal()), size=1000)
    shown.reached(250, 500)
    shown.tell("Line 7 refused")
    shown.close()
    bar = capsys.readouterr().err
    assert "25%|" in bar
    assert "500 rows" in bar
    assert "left" in bar
