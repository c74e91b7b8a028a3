"""What the directory says now about the one a token speaks for: whether they are active, and what they hold.

Its answer is used for DIRECTORY_TTL seconds in each process. That is the bound within which a
change takes effect; an answer that is older is never used, not even while the directory fails.
"""

import hashlib
import json
import time
from dataclasses import dataclass
from threading import Lock

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from permissions_api.delegation import held_alone, person_behind
from permissions_api.errors import InvalidToken
from permissions_api.people import Person, asking_the_directory, configured_directory
from permissions_api.tokens import VerifiedToken

MOST_STANDINGS = 10_000
PROFILE = "profile"  # the scope of a name (OpenID Connect Core section 5.4)
Key = tuple[str, str, str | None, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Standing:
    """Who somebody is to the directory. ``person`` is None for a machine and for who is unknown.

    ``allowed`` are the scopes that the person allowed the token's client, None when that is the site's
    own. ``held`` is what the client may use of what they hold, ``name`` and ``roles`` what it may
    know of them (None for nothing); ``version`` changes whenever what is held or the roles do.
    """

    active: bool
    person: Person | None = None
    allowed: frozenset[str] | None = None
    held: frozenset[str] = frozenset()

    @property
    def name(self) -> str | None:
        named = self.allowed is None or PROFILE in self.allowed
        return self.person.name if self.person and named else None

    @property
    def roles(self) -> tuple[str, ...] | None:
        return self.person.roles if self.person and self.allowed is None else None

    @property
    def version(self) -> str:
        content = json.dumps([self.active, self.roles or (), sorted(self.held)])
        return hashlib.sha256(content.encode()).hexdigest()[:16]


# When it was asked, and what it said.
_standings: dict[Key, tuple[float, Standing]] = {}
_lock = Lock()


def standing_of(token: VerifiedToken, *, since: float | None = None) -> Standing:
    """Return the standing of the one a token speaks for, as it was DIRECTORY_TTL seconds ago at most.

    With ``since``, a time of ``time.monotonic()``, nothing that was asked before it counts: who has to
    know now names the moment at which the request came, and what authentication asked will do.
    Raises InvalidToken for the deactivated and the unknown, and DirectoryUnavailable.
    """
    key = (token.issuer, token.subject, token.party, token.scopes)
    # Its age counts from now: what a slow directory says may be as old as the question.
    now = time.monotonic()
    oldest = now - settings.DIRECTORY_TTL if since is None else since
    kept = _standings.get(key)
    if kept and kept[0] > oldest:
        standing = kept[1]
    else:
        standing = found_standing(token)
        _keep(key, now, standing)
    if not standing.active:
        raise InvalidToken("This account is deactivated.")
    return standing


def found_standing(token: VerifiedToken) -> Standing:
    """Return what the directory says now, also of the deactivated and the unknown.

    Raises DirectoryUnavailable.
    """
    directory = configured_directory()
    if directory is None:  # A system check refuses to start so; a server started by hand runs no checks.
        raise ImproperlyConfigured(
            f"PERMISSION_SOURCE={settings.PERMISSION_SOURCE} needs a DIRECTORY to ask."
        )
    with asking_the_directory():
        if token.subject == token.party:
            alone = held_alone(token.subject)
            return Standing(alone is not None, held=frozenset(alone or ()))
        person, allowed = person_behind(token, directory)
        if person is None:
            return Standing(False)
        held = frozenset(person.held)
        return Standing(person.active, person, allowed, held if allowed is None else held & allowed)


def _keep(key: Key, asked_at: float, standing: Standing) -> None:
    with _lock:
        if len(_standings) >= MOST_STANDINGS:
            _standings.clear()
        kept = _standings.get(key)
        # Of two who asked at once, the one who asked first may hear last.
        if kept is None or kept[0] < asked_at:
            _standings[key] = asked_at, standing


def forget_standings() -> None:
    """Forget what is kept; the next request asks the directory."""
    with _lock:
        _standings.clear()
