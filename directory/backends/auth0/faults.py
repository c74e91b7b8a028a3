"""What is wrong with the Management API: known to all processes, told once, and tried again after a while."""

import hashlib
import logging
import time

from directory.backends.auth0.exceptions import Fault, TenantUnavailable
from directory.models import TenantAnswer

log = logging.getLogger(__name__)

COOLDOWN = 5.0  # seconds from a fault until one may try again
KIND, EVERYWHERE = "fault", "everywhere"


def refuse_while_known(*what: str) -> None:
    """Raise TenantUnavailable while any of these is known to fail; after COOLDOWN one may try it, once."""
    rows = TenantAnswer.objects.filter(pk__in=map(_key, what)).exclude(body="")
    for row in rows:
        now = time.time()
        wait = min(row.claimed_until - now, COOLDOWN)
        if wait <= 0:
            mine = TenantAnswer.objects.filter(pk=row.pk, claimed_until=row.claimed_until)
            if mine.update(claimed_until=now + COOLDOWN):
                continue
            wait = COOLDOWN
        raise TenantUnavailable(row.body, wait)


def noted(fault: Fault, what: str) -> TenantUnavailable:
    """Let all know of a fault, and return what is raised for it. The first to see it writes it on the log."""
    key, sentence, until = _key(EVERYWHERE if fault.everywhere else what), str(fault), time.time() + COOLDOWN
    TenantAnswer.objects.bulk_create([TenantAnswer(key=key, kind=KIND)], ignore_conflicts=True)
    others = TenantAnswer.objects.filter(pk=key)
    if others.exclude(body=sentence).update(body=sentence, asked_at=time.time()):
        log.error("The directory of people cannot be asked: %s %s", sentence, fault.detail)
    others.update(claimed_until=until)
    return TenantUnavailable(sentence, COOLDOWN)


def forget(what: str) -> None:
    """Let all know that this works, and so that not everything fails."""
    rows = TenantAnswer.objects.filter(pk__in=[_key(EVERYWHERE), _key(what)]).exclude(body="")
    if rows.exists() and rows.update(body=""):
        log.warning("The directory of people can be asked again.")


def _key(what: str) -> str:
    return hashlib.sha256(f"fault {what}".encode()).hexdigest()
