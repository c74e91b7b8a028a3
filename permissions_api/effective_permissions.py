"""What the directory says now about the one a token speaks for: whether they are active, and what they hold.

Its answer is used for DIRECTORY_TTL seconds in each process. That is the bound within which a
change takes effect; an answer that is older is never used, not even while the directory fails. A
directory that keeps its answers itself holds to the same bound, and nothing is kept here.
"""

import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from threading import Lock

from permissions_api.conf import Misconfigured, conf
from permissions_api.delegation import held_alone, person_behind
from permissions_api.directory import Person, asking_the_directory, configured_directory, keeps_answers
from permissions_api.exceptions import InvalidToken
from permissions_api.tokens.verification import VerifiedToken

MOST_ANSWERS = 10_000
PROFILE = "profile"  # the scope of a name (OpenID Connect Core section 5.4)
DEACTIVATED = "This account is deactivated."
Key = tuple[str, str, str | None, frozenset[str]]


@dataclass(frozen=True, slots=True)
class EffectivePermissions:
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
_answers: dict[Key, tuple[float, EffectivePermissions]] = {}
_lock = Lock()


def effective_permissions_of(
    token: VerifiedToken, *, since: float | None = None, fresh: bool = False
) -> EffectivePermissions:
    """Return what the one a token speaks for holds, as it was DIRECTORY_TTL seconds ago at most.

    With ``since``, a time of ``time.monotonic()``, nothing that was asked before it counts: who has to
    know now names the moment at which the request came, and what authentication asked will do. A
    directory that keeps its answers is asked past them only with ``fresh``, for who changes something.
    Raises InvalidToken for the deactivated and the unknown, and DirectoryUnavailable.
    """
    if keeps_answers(configured_directory()):
        return _active(directory_answer(token, fresh=fresh))
    key = (token.issuer, token.subject, token.party, token.scopes)
    # Its age counts from now: what a slow directory says may be as old as the question.
    now = time.monotonic()
    oldest = now - conf.DIRECTORY_TTL if since is None else since
    kept = _answers.get(key)
    if kept and kept[0] > oldest:
        effective = kept[1]
    else:
        effective = directory_answer(token)
        _keep(key, now, effective)
    return _active(effective)


def _active(effective: EffectivePermissions) -> EffectivePermissions:
    if not effective.active:
        raise InvalidToken(DEACTIVATED)
    return effective


def directory_answer(
    token: VerifiedToken, *, fresh: bool = False, spare: bool = False
) -> EffectivePermissions:
    """Return what the directory says now, also of the deactivated and the unknown.

    ``fresh`` and ``spare`` are for one that keeps its answers, as its ``find`` takes them.
    Raises DirectoryUnavailable.
    """
    directory = configured_directory()
    if directory is None:  # A system check refuses to start so; a server started by hand runs no checks.
        raise Misconfigured(f"PERMISSION_SOURCE={conf.PERMISSION_SOURCE} needs a DIRECTORY to ask.")
    with asking_the_directory():
        if token.subject == token.party:
            ask = directory.alone if keeps_answers(directory) else held_alone
            alone = ask(token.subject)
            return EffectivePermissions(alone is not None, held=frozenset(alone or ()))
        find: Callable[[str], Person | None] = directory.find
        if keeps_answers(directory):
            find = partial(directory.find, fresh=fresh, spare=spare)
        person, allowed = person_behind(token, find)
        if person is None:
            return EffectivePermissions(False)
        held = frozenset(person.held)
        return EffectivePermissions(
            person.active, person, allowed, held if allowed is None else held & allowed
        )


def _keep(key: Key, asked_at: float, effective: EffectivePermissions) -> None:
    with _lock:
        if len(_answers) >= MOST_ANSWERS:
            _answers.clear()
        kept = _answers.get(key)
        # Of two who asked at once, the one who asked first may hear last.
        if kept is None or kept[0] < asked_at:
            _answers[key] = asked_at, effective


def forget_effective_permissions() -> None:
    """Forget what is kept; the next request asks the directory."""
    with _lock:
        _answers.clear()


def granted_permissions(
    token: VerifiedToken, effective: EffectivePermissions | None = None
) -> frozenset[str]:
    """Return the permissions that hold for this token at this moment, or by what the directory just said.

    With ``PERMISSION_SOURCE=token`` these are the claim's, with ``live`` the directory's, and
    with ``hybrid`` what both say: then withdrawing acts at once and granting with the next token.
    Scopes, roles, namespaced claims and Django's own users never add to them; with
    ``REQUIRE_SCOPE`` what was not asked for as a scope does not count either. Raises
    InvalidToken and DirectoryUnavailable.
    """
    granted = _by_source(token, effective)
    return granted & token.scopes if conf.REQUIRE_SCOPE else granted


def _by_source(token: VerifiedToken, effective: EffectivePermissions | None) -> frozenset[str]:
    if conf.PERMISSION_SOURCE == "token":
        return token.permissions
    held = (effective or effective_permissions_of(token)).held
    return held if conf.PERMISSION_SOURCE == "live" else _in_both(held, token.permissions)


@lru_cache(MOST_ANSWERS)
def _in_both(held: frozenset[str], carried: frozenset[str]) -> frozenset[str]:
    """Return what is in both, which for hundreds takes longer than to find what was found before."""
    return held & carried
