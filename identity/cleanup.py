"""Delete the rows that have expired. A site works without; it only grows."""

from django.utils import timezone
from oauth2_provider.models import AccessToken, Grant, RefreshToken, clear_expired

from audit import history, refusals
from bff import cleanup
from identity.accounts import sign_ins
from identity.accounts.sessions import BrowserSession
from identity.keys import store
from identity.token import refresh_overlap
from resources import idempotency
from resources.rate_limits import counters


def delete_expired() -> dict[str, int]:
    """Delete every kind of expired row; return how many there were of each, by name."""
    before = _tokens()
    surplus = sign_ins.end_surplus()
    sign_ins.delete_ended()
    clear_expired()
    sessions, _ = BrowserSession.objects.filter(expire_date__lt=timezone.now()).delete()
    return {
        "logins beyond the newest": surplus,
        "tokens and codes": before - _tokens(),
        "sessions": sessions,
        "sign-ins": sign_ins.delete_expired(),
        "redemptions": refresh_overlap.delete_expired(),
        "rate counters": counters.delete_expired(),
        "first answers": idempotency.delete_old(),
        "refusals": refusals.delete_old(),
        "changes of records": history.delete_old(),
        "signing keys": store.delete_expired(),
        **cleanup.delete_expired(),
    }


def _tokens() -> int:
    return sum(model.objects.count() for model in (AccessToken, RefreshToken, Grant))
