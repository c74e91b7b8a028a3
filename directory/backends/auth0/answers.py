"""What the tenant said of late: kept in the database for all processes, for DIRECTORY_TTL seconds at most.

Whoever finds nothing that is new enough asks, and all others who want to know the same wait for that.
Near its end an answer is asked for anew by one of those who use it, where the budget has calls to spare.
"""

import hashlib
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from directory.backends.auth0 import budget
from directory.backends.auth0.budget import Priority
from directory.backends.auth0.exceptions import TenantUnavailable
from directory.models import TenantAnswer
from permissions_api.conf import conf
from permissions_api.deadline import REQUEST_SECONDS, seconds_left

Ask = Callable[[Priority], Any]

CLAIM_SECONDS = REQUEST_SECONDS + 2  # after which whoever was asking is thought to be gone
LOOK_AGAIN = 0.1  # seconds
SPARE_AGAIN = 1.0  # seconds
AGING = 0.8  # of DIRECTORY_TTL
KEPT_SECONDS = 86_400  # then a row that nobody asked for again is deleted


def answer(kind: str, name: str, ask: Ask, priority: Priority = Priority.WAITING) -> Any:
    """Return what is kept, or what ``ask`` says now. Raises TenantUnavailable."""
    key = _key(kind, name)
    until = time.monotonic() + seconds_left(REQUEST_SECONDS)
    while True:
        row = TenantAnswer.objects.filter(pk=key).first()
        if row and _age(row) < conf.DIRECTORY_TTL:
            return _renewed(row, ask) if _age(row) > AGING * conf.DIRECTORY_TTL else json.loads(row.body)
        if _claim(kind, key, row):
            return _ask(kind, key, ask, priority)
        if priority is Priority.SPARE or time.monotonic() + LOOK_AGAIN > until:
            raise TenantUnavailable("it has not answered yet.", 1)
        budget.pause(LOOK_AGAIN)


def kept(kind: str, name: str) -> Any | None:
    """Return what is kept, and ask nobody; None for nothing."""
    row = TenantAnswer.objects.filter(pk=_key(kind, name)).first()
    return json.loads(row.body) if row and _age(row) < conf.DIRECTORY_TTL else None


def fresh(kind: str, name: str, ask: Ask) -> Any:
    """Return what ``ask`` says now, past what is kept, and keep it. Raises TenantUnavailable."""
    return _ask(kind, _key(kind, name), ask, Priority.WRITE)


def forget(kind: str, *names: str) -> None:
    """Let nobody use what was asked before now: about these, or about all of the kind."""
    rows = TenantAnswer.objects.filter(kind=kind)
    if names:
        rows = rows.filter(pk__in=[_key(kind, name) for name in names])
    rows.update(body="", asked_at=time.time())


@contextmanager
def turn(name: str) -> Iterator[None]:
    """Be the only one in here, of all processes. Raises TenantUnavailable where that takes too long."""
    key, until = _key(name, ""), time.monotonic() + seconds_left(REQUEST_SECONDS)
    while not _claim(name, key):
        if time.monotonic() + LOOK_AGAIN > until:
            raise TenantUnavailable("another change is being made.", 1)
        budget.pause(LOOK_AGAIN)
    try:
        yield
    finally:
        TenantAnswer.objects.filter(pk=key).update(claimed_until=0)


def delete_old() -> int:
    """Delete what nobody has asked for again; return how much."""
    return TenantAnswer.objects.filter(asked_at__lt=time.time() - KEPT_SECONDS).delete()[0]


def _renewed(row: TenantAnswer, ask: Ask) -> Any:
    """Ask anew unless somebody does, and go on with what is kept where that fails."""
    if _claim(row.kind, row.key, row):
        try:
            return _ask(row.kind, row.key, ask, Priority.SPARE)
        except TenantUnavailable:
            if _age(row) >= conf.DIRECTORY_TTL:
                raise
    return json.loads(row.body)


def _ask(kind: str, key: str, ask: Ask, priority: Priority) -> Any:
    # Its age counts from now: what a slow tenant says may be as old as the question.
    asked_at = time.time()
    rows = TenantAnswer.objects.filter(pk=key)
    try:
        found = ask(priority)
    except BaseException:
        # Who never waits would else try at each request, and each time in vain.
        rows.update(claimed_until=time.time() + SPARE_AGAIN if priority is Priority.SPARE else 0)
        raise
    body = json.dumps(found)
    row = TenantAnswer(key=key, kind=kind)
    TenantAnswer.objects.bulk_create([row], ignore_conflicts=True)
    # What was asked before a change, or before another asked, is of use to nobody else.
    rows.filter(asked_at__lt=asked_at).update(body=body, asked_at=asked_at)
    rows.update(claimed_until=0)
    return found


def _claim(kind: str, key: str, seen: TenantAnswer | None = None) -> bool:
    """Say whether it is for us to ask: nobody does, and nobody has since we looked."""
    now, asked_at = time.time(), seen.asked_at if seen else 0
    if seen and now <= seen.claimed_until <= now + 2 * CLAIM_SECONDS:
        return False  # Those who wait look often, and only look.
    # Further in the future lies only what was written before a clock was set back.
    taken = {"claimed_until__range": (now, now + 2 * CLAIM_SECONDS)}
    free = TenantAnswer.objects.filter(pk=key, asked_at=asked_at).exclude(**taken)
    TenantAnswer.objects.bulk_create([TenantAnswer(key=key, kind=kind)], ignore_conflicts=True)
    return bool(free.update(claimed_until=now + CLAIM_SECONDS))


def _age(row: TenantAnswer) -> float:
    """Return how many seconds old it is; endless where nothing is kept, or a clock was set back."""
    age = time.time() - row.asked_at
    return age if row.body and age >= 0 else float("inf")


def _key(kind: str, name: str) -> str:
    # As JSON, so that no two questions are written alike; a lone half of a character is escaped.
    return hashlib.sha256(json.dumps([kind, name]).encode()).hexdigest()
