"""Add up the refusals of those who have a valid token, by subject, permission and minute."""

import logging
from datetime import timedelta
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from audit.models import Refusal
from audit.trail import text
from permissions_api.tokens import VerifiedToken

log = logging.getLogger(__name__)

KEPT = timedelta(days=90)

# One statement, so any number of processes may count at once.
ADD = """
    INSERT INTO audit_refusal (subject, permission, minute, count) VALUES (%s, %s, %s, 1)
    ON CONFLICT (subject, permission, minute) DO UPDATE SET count = audit_refusal.count + 1
"""


def count_refusal(token: VerifiedToken, permission: str | None, **_signal: Any) -> None:
    """Count one more. A store that fails is logged: what is refused stays refused, in the same words."""
    minute = timezone.now().replace(second=0, microsecond=0)
    moment = connection.ops.adapt_datetimefield_value(minute)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(ADD, [text(token.subject), text(permission or "", 100), moment])
    except DatabaseError as error:
        log.error("A refusal could not be counted: %s.", type(error).__name__)


def delete_old() -> int:
    """Delete what was counted longer ago than it is kept; return how many rows.

    Whoever has a valid token can make a row a minute for each permission they lack.
    """
    deleted, _ = Refusal.objects.filter(minute__lt=timezone.now() - KEPT).delete()
    return deleted
