"""Who signed in when in this browser, and how all that came of it is ended.

A code, and the refresh tokens that come of it, remember the sign-in they rest on: its time
becomes ``auth_time``, and logging out of a browser revokes what came of that browser alone.
"""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from oauth2_provider.models import AccessToken, Application, Grant, RefreshToken

from identity.accounts.sessions import BrowserSession
from identity.backchannel import messages
from identity.models import SignIn

MOST = 200  # logins that last, of one person to one client; and browsers in which one person is logged in
BROWSER = "identity_browser"  # in the session: a name for it that survives a new session key


@dataclass(frozen=True, slots=True)
class Presence:
    """A person in front of a browser: which browser, and when they last proved who they are."""

    browser: str
    auth_time: datetime


def presence(request: HttpRequest) -> Presence:
    """Return how the person of this request is signed in. They must be logged in."""
    assert isinstance(request.user, User)
    times = [record["at"] for record in get_authentication_records(request, request.user)]
    auth_time = datetime.fromtimestamp(max(times), UTC) if times else _logged_in_at(request.user)
    browser = request.session.get(BROWSER)
    if not browser:
        browser = request.session[BROWSER] = uuid.uuid4().hex
    return Presence(browser, auth_time)


def _logged_in_at(user: User) -> datetime:
    # A session without records was made past allauth, such as by a test client's force_login.
    return user.last_login or timezone.now()


def remember_code(user: User, client: Application, code: str, presence: Presence) -> None:
    SignIn.objects.create(
        user=user,
        application=client,
        auth_time=presence.auth_time,
        browser=presence.browser,
        code=_digest(code),
    )


def of_code(code: str) -> SignIn | None:
    return SignIn.objects.filter(code=_digest(code)).first()


def of_family(family: uuid.UUID | None) -> SignIn | None:
    return SignIn.objects.filter(family=family).first() if family else None


@transaction.atomic
def end_browser(request: HttpRequest) -> None:
    """Revoke what came of this browser's session: codes not yet used and refresh tokens; and tell clients."""
    browser = request.session.get(BROWSER)
    if browser and isinstance(request.user, User):
        sign_ins = SignIn.objects.filter(browser=browser, user=request.user)
        families = [family for family in sign_ins.values_list("family", flat=True) if family]
        Grant.objects.filter(user=request.user).delete()  # they live for a minute at most
        _revoke_families(families)
        messages.tell_of_browser(request.user, browser)


@transaction.atomic
def sign_out_everywhere(user: User) -> None:
    """End every session of this person, revoke every code, refresh token and opaque token; and tell clients.

    Access tokens that are JWTs stay good for the APIs until they expire.
    """
    BrowserSession.objects.filter(user=user).delete()
    end_tokens(user=user)
    messages.tell_of_person(user)


def end_tokens(**owner: User | Application) -> None:
    """Revoke every code, refresh token and opaque token of ``user``, or of this and an ``application``."""
    Grant.objects.filter(**owner).delete()
    RefreshToken.objects.filter(**owner, revoked=None).update(revoked=timezone.now())
    AccessToken.objects.filter(**owner).delete()


def end_surplus() -> int:
    """End the oldest logins of whoever has more than MOST that last; return how many.

    Else a script that logs in again and again would leave rows for as long as a login lasts.
    """
    living = RefreshToken.objects.filter(revoked=None)
    families = _beyond_the_newest(living, ("user", "application"), "created", "token_family")
    _revoke_families(families)
    sessions = BrowserSession.objects.exclude(user=None)
    keys = _beyond_the_newest(sessions, ("user",), "expire_date", "pk")
    BrowserSession.objects.filter(pk__in=keys).delete()
    return len(families) + len(keys)


def _beyond_the_newest(rows: QuerySet[Any], owner: Sequence[str], age: str, named: str) -> list[Any]:
    """Return how those rows are named that are beyond the MOST newest of their owner."""
    owners = rows.order_by().values(*owner).annotate(number=Count("pk")).filter(number__gt=MOST)
    return [
        name
        for found in owners.values(*owner)
        for name in rows.filter(**found).order_by(f"-{age}").values_list(named, flat=True)[MOST:]
    ]


def delete_ended() -> int:
    """Delete the refresh tokens of logins that have ended: no reuse of them need be noticed any more."""
    living = RefreshToken.objects.filter(revoked=None, token_family__isnull=False).values("token_family")
    deleted, _ = RefreshToken.objects.exclude(revoked=None).exclude(token_family__in=living).delete()
    return int(deleted)


def delete_expired() -> int:
    """Delete the sign-ins whose code and refresh tokens are gone; return how many."""
    living = RefreshToken.objects.filter(token_family__isnull=False).values("token_family")
    now = timezone.now()
    # Who wants to be told of a logout is, as long as somebody may still be logged in here.
    told = Q(application__backchannel_logout__isnull=False)
    lasting = now - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    old = SignIn.objects.filter(created__lt=now - timedelta(hours=1)).exclude(told, created__gt=lasting)
    unused, _ = old.filter(family=None).delete()
    ended, _ = old.exclude(family=None).exclude(family__in=living).delete()
    return unused + ended


def _revoke_families(families: Sequence[uuid.UUID]) -> None:
    tokens = RefreshToken.objects.filter(token_family__in=families)
    AccessToken.objects.filter(refresh_token__in=tokens).delete()
    tokens.filter(revoked=None).update(revoked=timezone.now())


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
