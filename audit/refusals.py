"""Add up the refusals of those who have a valid token, by subject, permission and minute."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from audit.models import Refusal
from audit.trail import text
from permissions_api.tokens.verification import VerifiedToken
from resources.write_behind import WriteBehind

KEPT = timedelta(days=90)

# One statement for each, so any number of processes may count at once.
ADD = """
    INSERT INTO audit_refusal (subject, permission, minute, count) VALUES (%s, %s, %s, %s)
    ON CONFLICT (subject, permission, minute) DO UPDATE SET count = audit_refusal.count + excluded.count
"""

Key = tuple[str, str, datetime]  # subject, permission, minute


def count_refusal(token: VerifiedToken, permission: str | None, **_signal: Any) -> None:
    """Count one more in memory: a thousand refused requests cost one write a second."""
    minute = timezone.now().replace(second=0, microsecond=0)
    counted.add((text(token.subject), text(permission or "", 100), minute))


def _write(numbers: Mapping[Key, int]) -> None:
    adapt = connection.ops.adapt_datetimefield_value
    # In one order everywhere, so that no two processes wait for each other.
    rows = [
        (subject, permission, adapt(minute), number)
        for (subject, permission, minute), number in sorted(numbers.items())
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(ADD, rows)


counted = WriteBehind[Key](_write)


def delete_old() -> int:
    """Delete what was counted longer ago than it is kept; return how many rows.

    Whoever has a valid token can make a row a minute for each permission they lack.
    """
    deleted, _ = Refusal.objects.filter(minute__lt=timezone.now() - KEPT).delete()
    return deleted
