"""/readyz answers although what it asks does not."""

import threading

import pytest

from project import health
from project.health import Inquiry


@pytest.fixture
def stuck():
    """Something to ask that says nothing until it is told to; and how often it was asked."""
    released, asked = threading.Event(), []

    def ask() -> list[str]:
        asked.append(1)
        released.wait(60)
        return ["migrations"]

    ask.released, ask.asked = released, asked
    yield ask
    released.set()


def test_a_database_that_says_nothing_is_missing_and_is_asked_once(stuck, monkeypatch):
    monkeypatch.setattr(health, "READY_SECONDS", 0.1)
    inquiry = Inquiry(stuck)
    assert [inquiry.missing() for _ in range(20)] == [["database"]] * 20
    assert len(stuck.asked) == 1


def test_once_it_answers_it_is_asked_anew(stuck, monkeypatch):
    monkeypatch.setattr(health, "READY_SECONDS", 0.1)
    inquiry = Inquiry(stuck)
    assert inquiry.missing() == ["database"]
    stuck.released.set()
    monkeypatch.setattr(health, "READY_SECONDS", 30)
    assert inquiry.missing() == ["migrations"]
    assert inquiry.missing() == ["migrations"]
