"""Count what happened on each of some days: ranges of an index, so that a long trail costs no more.

A day that is over changes no more: a process counts it once.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.db.models import Model
from django.utils import timezone

from audit.models import Change, Entry, Refusal

Edges = Sequence[datetime]  # where each day begins, and the last one ends
Day = tuple[datetime, datetime]

LATE = timedelta(hours=1)  # after it, what was written on a day is saved
MOST_KEPT = 5_000
# By the table and an action, or "" for all, the days that are over, in whatever zone they were asked for.
_kept: defaultdict[tuple[str, str], dict[Day, int]] = defaultdict(dict)


def counted_days(number: int, zone: ZoneInfo) -> list[dict[str, Any]]:
    """Return so many days of this time zone, today the last."""
    today = timezone.now().astimezone(zone).date()
    dates = [today - timedelta(days=ago) for ago in range(number - 1, -2, -1)]
    edges = [_midnight(day, zone) for day in dates]
    login = settings.AUDIT_LOGIN_ACTION
    refusals = _of_each_day(Refusal, "minute", "COALESCE(SUM(count), 0)", edges)
    logins = _of_each_day(Entry, "at", "COUNT(*)", edges, login) if login else [0] * number
    entries, changes = (_of_each_day(model, "at", "COUNT(*)", edges) for model in (Entry, Change))
    return [
        {
            "day": day,
            "since": since,
            "until": until,
            "refusals": refusals[at],
            "logins": logins[at] if login else None,
            "changes": entries[at] - logins[at] + changes[at],
        }
        for at, (day, (since, until)) in enumerate(zip(dates, pairwise(edges), strict=False))
    ]


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone)


def _of_each_day(model: type[Model], column: str, figure: str, edges: Edges, action: str = "") -> list[int]:
    """Return the figure of each day."""
    table, days = model._meta.db_table, [*pairwise(edges)]
    kept = _kept[table, action]
    known = {**kept}  # as it is now: another thread may empty it
    asked = [day for day in days if day not in known]
    found = {**known, **dict(zip(asked, _counted(table, column, figure, asked, action), strict=True))}
    if len(kept) > MOST_KEPT:
        kept.clear()
    over = timezone.now() - LATE
    kept.update((day, found[day]) for day in asked if day[1] < over)
    return [found[day] for day in days]


def _counted(table: str, column: str, figure: str, days: Sequence[Day], action: str) -> list[int]:
    """Return the figure of each day. A range a day is read off the index, in whatever zone the days are."""
    adapt = connection.ops.adapt_datetimefield_value
    of_action = " AND action = %s" if action else ""
    # The names are our own.
    one = (
        f"SELECT %s AS place, {figure} FROM {table}"  # noqa: S608
        f" WHERE {column} >= %s AND {column} < %s{of_action}"
    )
    params: list[Any] = []
    for place, (since, until) in enumerate(days):
        params += [place, adapt(since), adapt(until), *([action] if action else [])]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([one] * len(days)), params)
        return [int(count) for _place, count in sorted(cursor.fetchall())]
