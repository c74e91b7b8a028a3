"""Get another access token for a session: one process asks the issuer once, for all."""

import copy
import time
from collections import OrderedDict
from dataclasses import dataclass, replace

from bff import issuer, open_tokens, sessions
from bff.exceptions import SessionEnded, TokensUnavailable
from bff.lease import Lease
from bff.models import Session
from bff.token_set import AccessToken, TokenSet
from gateway.exceptions import BadGateway
from permissions_api.conf import conf
from permissions_api.deadline import seconds_left

WAIT_SECONDS = 5.0  # for another that asks the issuer
POLL_SECONDS = 0.05
LEAST_AGE = 1.0  # seconds: a token that has come is not renewed sooner, however many ask for it
FAILURE_SECONDS = 1.0  # a failure is not tried again before
MOST_FAILURES = 256
NEW_ENOUGH = 60.0  # seconds: the age of a token that is exchanged without being renewed before

_failures: OrderedDict[tuple[str, str], tuple[float, Exception]] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Wish:
    """Which token will do: one asked for since then (seconds since 1970), or any that is not due.

    ``alone`` forgets those for other audiences, so that they are asked for anew when they are needed.
    """

    audience: str
    since: float | None = None
    alone: bool = False

    @property
    def is_exchanged(self) -> bool:
        """Say whether the issuer is told no audience at a refresh, and an exchange has to name it."""
        return conf.flavour.audience_parameter is None and self.audience != conf.AUDIENCE

    def is_met_by(self, token: AccessToken | None) -> bool:
        if token is None:
            return False
        return not token.is_due if self.since is None else token.asked_at >= self.since

    def does_for_now(self, token: AccessToken | None) -> bool:
        """Say whether a token is used while another one cannot be had."""
        return self.since is None and token is not None and token.is_usable


def renewed(session: Session, wish: Wish) -> AccessToken:
    """Return a token that meets the wish.

    Raises SessionEnded, TokensUnavailable when the issuer or another process lets it wait for too long, and
    BadGateway when the issuer gives no token for this audience at all.
    """
    if wish.is_exchanged:
        try:
            # A refusal of the exchange could mean anything; one of the refresh says that the login is over.
            renewed(session, Wish(conf.AUDIENCE, since=time.time() - NEW_ENOUGH))
        except (TokensUnavailable, BadGateway):
            token = open_tokens.of(session).access.get(wish.audience)
            if token and wish.does_for_now(token):
                return token
            raise
    give_up_at = time.monotonic() + seconds_left(WAIT_SECONDS)
    while True:
        held = open_tokens.latest(session)
        token = held.access.get(wish.audience)
        if token and wish.is_met_by(token):
            return token
        lease = None if _is_young(token) else _lease(session, wish)
        failure = _recent_failure(session, wish.audience)
        if lease:
            token = _ask(session, lease, held, wish)
            if token:
                return token
        elif token and wish.does_for_now(token):
            return token
        elif failure:
            raise failure
        elif time.monotonic() >= give_up_at:
            raise TokensUnavailable()
        else:
            time.sleep(POLL_SECONDS)


def _lease(session: Session, wish: Wish) -> Lease | None:
    """Take the lease, unless there has just been a failure: looked at once more with it in hand.

    Nor is it taken without time for a whole answer: who hangs up may lose a refresh token that has rotated.
    """
    if _recent_failure(session, wish.audience) or seconds_left(issuer.SECONDS) < issuer.SECONDS:
        return None
    lease = Lease.take(session.pk, session.version)
    if lease and _recent_failure(session, wish.audience):
        lease.give_back()
        return None
    return lease


def _is_young(token: AccessToken | None) -> bool:
    return token is not None and token.age < LEAST_AGE


def _ask(session: Session, lease: Lease, held: TokenSet, wish: Wish) -> AccessToken | None:
    """Ask the issuer and store what it gives; None where that failed, or the session is another by now."""
    try:
        new = _answered(held, wish)
    except SessionEnded:
        if not lease.lasts():
            return None  # Another took over, and used the refresh token up.
        sessions.end(session, "the issuer refuses to renew it")
        raise
    except (TokensUnavailable, BadGateway) as failure:
        _remember(session, wish.audience, failure)
        lease.give_back()
        return None
    except BaseException:
        lease.give_back()
        raise
    if not lease.write(new):
        if not Session.objects.filter(pk=session.pk).exists():
            issuer.revoke(new.refresh)  # Who ended it did not know this one.
        return None
    session.version = lease.version + 1
    open_tokens.keep(session, new)
    if wish.audience not in new.access:
        none_given = BadGateway("The issuer gives no token for this API; the log of this site says why.")
        _remember(session, wish.audience, none_given)
    return new.access.get(wish.audience)


def _answered(held: TokenSet, wish: Wish) -> TokenSet:
    if wish.is_exchanged:
        return issuer.exchanged(held, wish.audience)
    new = issuer.refreshed(held, wish.audience)
    if wish.alone:
        return replace(new, access={name: new.access[name] for name in new.access if name == wish.audience})
    return new


def _remember(session: Session, audience: str, failure: Exception) -> None:
    _failures[session.handle, audience] = time.monotonic(), failure
    while len(_failures) > MOST_FAILURES:
        _failures.popitem(last=False)


def _recent_failure(session: Session, audience: str) -> Exception | None:
    failed_at, failure = _failures.get((session.handle, audience), (0.0, None))
    if failure is None or time.monotonic() - failed_at >= FAILURE_SECONDS:
        return None
    # A copy, as several threads raise it and each writes its own way into it.
    return copy.copy(failure)
