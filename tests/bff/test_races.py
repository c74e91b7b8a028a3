"""A session that ends in one process while it is used, renewed or ended in another."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connections, transaction
from django.utils import timezone

from audit.models import Entry
from audit.trail import wait_turn
from bff import sessions
from bff.exceptions import SessionEnded
from bff.models import Session
from tests.bff.pages import Page

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Return what these give, each with a connection of its own, as processes have."""
    start = Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        try:
            start.wait()
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return [*pool.map(run, works)]


def ends_told() -> int:
    return Entry.objects.filter(action="session.ended").count()


def test_a_session_that_many_end_at_once_ends_once(page):
    page.log_in()
    session = Session.objects.get()
    ended = at_once(*[lambda: sessions.end(session, "logged out")] * 4)
    assert sorted(ended) == [False, False, False, True]
    assert ends_told() == 1


def test_what_ends_it_waits_for_no_one_who_waits_for_it(page):
    """A change at the provider holds the trail and then ends the session, as a logout does the other way."""
    page.log_in()
    session = Session.objects.get()

    def at_the_provider() -> int:
        with transaction.atomic():
            wait_turn()
            return sessions.end_of(session.issuer, subject=session.subject)

    numbers = at_once(at_the_provider, lambda: sessions.end(session, "logged out"), at_the_provider)
    assert sum(map(int, numbers)) == 1
    assert ends_told() == 1


def test_use_in_another_process_does_not_bring_it_back(page):
    page.log_in()
    Session.objects.update(last_used=timezone.now() - timedelta(minutes=5))
    used = [Session.objects.get() for _ in range(3)]
    at_once(
        lambda: sessions.end(used[0], "logged out"),
        *[lambda each=each: sessions.touch(each) for each in used],
    )
    assert not Session.objects.exists()
    assert page.ask().status_code == 401


def test_one_that_ended_is_not_found_again_by_whoever_found_it_before(page):
    page.log_in()
    assert page.ask().status_code == 200
    at_once(lambda: sessions.end_of(Session.objects.get().issuer, sid="a-session-there"))
    assert page.ask().json()["detail"] == SessionEnded.default_detail


def test_logins_at_once_have_a_session_each(page):
    browsers = [Page() for _ in range(4)]
    answers = at_once(*[browser.log_in for browser in browsers])
    assert {answer.status_code for answer in answers} == {303}
    assert len({browser.handle for browser in browsers}) == Session.objects.count() == 4
