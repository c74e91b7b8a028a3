"""End the sessions whose time is over, and the oldest of whoever has very many."""

from collections.abc import Iterable

from django.db.models import Count
from django.utils import timezone

from audit.origin import by_the_system
from bff import sessions
from bff.models import Session, SpentLogoutToken

MOST = 200  # sessions of one person; else a script that logs in again and again would leave rows for days


def delete_expired() -> dict[str, int]:
    """Delete every kind of row that has expired; return how many there were of each, by name."""
    spent, _ = SpentLogoutToken.objects.filter(expires_at__lt=timezone.now()).delete()
    with by_the_system():
        return {
            "sessions at the server": _end(sessions.over().values_list("pk", flat=True), "expired"),
            "sessions beyond the newest": _end(_surplus(), "too many"),
            "logout tokens": spent,
        }


def _end(ids: Iterable[int], why: str) -> int:
    # One by one, so that nobody waits long for the trail.
    return sum(sessions.end_all(Session.objects.filter(pk=pk), why) for pk in [*ids])


def _surplus() -> list[int]:
    people = Session.objects.values("issuer", "subject").annotate(number=Count("pk")).filter(number__gt=MOST)
    return [
        pk
        for person in people.values("issuer", "subject")
        for pk in Session.objects.filter(**person)
        .order_by("-last_used", "-pk")
        .values_list("pk", flat=True)[MOST:]
    ]
