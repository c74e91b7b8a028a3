"""The sessions of browsers: found by cookie and header, begun at login, ended for a reason."""

import hashlib
import secrets
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from functools import cache
from typing import Any, cast

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections, transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from audit.origin import Actor, acting_as
from audit.trail import Target, record, text, wait_turn
from bff import cookies
from bff.exceptions import NoSession, SessionChanged, SessionEnded
from bff.forgery import UNKNOWN, VARIABLE
from bff.models import Session
from permissions_api.addresses import client_address
from resources.statements import Slot, Statement, statement_of

# What is read for every request, in the model's order. The rest is read where it is asked for.
READ = ["id", "handle", "issuer", "subject", "name", "last_used", "expires_at", "version"]
USED_AGAIN = timedelta(minutes=1)  # no more often is it written down that a session was used


def find(request: HttpRequest) -> Session:
    """Return the session of this browser, which is that of the page that asks; without its tokens.

    Raises NoSession, SessionEnded, and SessionChanged where X-Usher names another than the cookie.
    """
    session, handle = present(request), request.META.get(VARIABLE, "")
    if session is None:
        raise NoSession() if handle == UNKNOWN else SessionEnded()
    # Both are known to whoever asks, and neither opens anything.
    if handle not in (UNKNOWN, session.handle):
        raise SessionChanged(session.name or session.subject, session.subject)
    return session


def present(request: HttpRequest) -> Session | None:
    """Return the session that the cookie stands for, None without one that lasts."""
    key = cookies.session_key(request)
    found = _by_key().rows([_digest(key)], connections[DEFAULT_DB_ALIAS]) if key else []
    if not found:
        return None
    session = Session.from_db(DEFAULT_DB_ALIAS, READ, found[0])
    now = timezone.now()
    return session if session.expires_at > now and session.last_used > now - _idle() else None


def lasting() -> QuerySet[Session]:
    """Return the sessions that are neither too old nor unused for too long."""
    now = timezone.now()
    return Session.objects.filter(expires_at__gt=now, last_used__gt=now - _idle())


def over() -> QuerySet[Session]:
    now = timezone.now()
    return Session.objects.filter(Q(expires_at__lte=now) | Q(last_used__lte=now - _idle()))


def begin(
    request: HttpRequest, claims: Mapping[str, Any], sealed: str, former: int | None = None
) -> tuple[Session, str]:
    """Store a new session of whom the ID token names, with its tokens; return it and what its cookie holds.

    The sessions that this browser had before end with it: the one of its cookie, and ``former``, the id
    of the one that was noted when the login began, for the cookie does not come from another site.
    """
    key, now = secrets.token_urlsafe(32), timezone.now()
    session = Session(
        key_hash=_digest(key),
        handle=secrets.token_urlsafe(16),
        issuer=claims["iss"],
        subject=claims["sub"],
        name=text(str(claims.get("name") or "")),
        sid=text(str(claims.get("sid") or "")),
        last_used=now,
        expires_at=now + timedelta(seconds=settings.BFF_ABSOLUTE_SECONDS),
        address=text(client_address(request), 64),
        user_agent=text(request.headers.get("User-Agent", "")),
        tokens=sealed,
    )
    with acting_as(person_of(session)), transaction.atomic():
        wait_turn()
        before = present(request)
        end_all(
            Session.objects.filter(pk__in=filter(None, (former, before.pk if before else None))),
            "logged in anew",
        )
        session.save()
        record("session.began", _target(session))
    return session, key


def end(session: Session, why: str) -> bool:
    """Delete a session and tell the trail why; say whether it was there still."""
    return bool(end_all(Session.objects.filter(pk=session.pk), why))


def end_of(issuer: str, subject: str | None = None, sid: str | None = None) -> int:
    """End the sessions of a person, or those of one session at the issuer; return how many.

    In the caller's transaction, so that neither ends without the other.
    """
    named = {name: value for name, value in (("subject", subject), ("sid", sid)) if value}
    return end_all(Session.objects.filter(issuer=issuer, **named), "ended at the issuer") if named else 0


def end_all(sessions: QuerySet[Session], why: str) -> int:
    """Delete these sessions and tell the trail why; return how many there were."""
    if not sessions.exists():  # so that nobody waits for the trail in vain
        return 0
    with transaction.atomic():
        wait_turn()
        # Those that another process has not ended meanwhile: whoever ends one waits for this turn first.
        ended = [*sessions.defer("tokens")]
        Session.objects.filter(pk__in=[session.pk for session in ended]).delete()
        for session in ended:
            record("session.ended", _target(session), after={"why": why})
    return len(ended)


def touch(session: Session) -> None:
    """Write down that a session is used, once a minute at most; a session that has ended stays so."""
    now = timezone.now()
    if session.last_used > now - USED_AGAIN:
        return
    session.last_used = now
    unused = Session.objects.filter(pk=session.pk, last_used__lte=now - USED_AGAIN)
    with suppress(OperationalError):  # Others write, and the next request says it again.
        unused.update(last_used=now)


def person_of(session: Session) -> Actor:
    return Actor(session.subject, session.name, session.issuer)


def _target(session: Session) -> Target:
    return Target("user", session.subject, session.name or session.subject)


@cache
def _by_key() -> Statement:
    """Return the statement that every request asks, written by the ORM once."""
    key: Any = Session._meta.get_field("key_hash")
    found = Session.objects.filter(key_hash=Slot(0, key)).only(*READ)
    return cast(Statement, statement_of([found], DEFAULT_DB_ALIAS, 1))


def _idle() -> timedelta:
    return timedelta(seconds=settings.BFF_IDLE_SECONDS)


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
