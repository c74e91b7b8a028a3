"""Who makes a change, and from where: the request being answered, or the command that runs."""

import os
import pwd
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from getpass import getuser
from pathlib import Path
from typing import Any

from django.http import HttpRequest
from rest_framework.exceptions import APIException

from permissions_api.acting_for import token_behind
from permissions_api.addresses import client_address
from permissions_api.conf import conf
from permissions_api.directory import configured_directory, keeps_answers
from permissions_api.effective_permissions import directory_answer, effective_permissions_of
from permissions_api.tokens.verification import VerifiedToken


@dataclass(frozen=True, slots=True)
class Actor:
    """Who: the ``sub`` of a person or machine, or ``command:NAME`` with the name of the system's user.

    ``issuer`` is whose ``sub`` it is, and ``client`` what they acted through; "" where there is none.
    """

    subject: str
    name: str
    issuer: str = ""
    client: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """From where: the caller's address and the request's id; both "" for a command."""

    actor: Actor
    address: str
    request_id: str


NOBODY = Actor("", "")  # a visitor who has not logged in, such as one who resets a forgotten password
SYSTEM = Actor("system", "")  # the site itself, whoever's request it happens to answer
_by_the_system: ContextVar[bool] = ContextVar("by_the_system", default=False)
_acting: ContextVar[Actor | None] = ContextVar("acting", default=None)
present_request: ContextVar[tuple[HttpRequest, str] | None] = ContextVar("present_request", default=None)
_person: Callable[[Any], Actor] | None = None


def name_people_by(person: Callable[[Any], Actor]) -> None:
    """Let the directory say which Actor a user of a session is: it knows their ``sub``."""
    global _person  # noqa: PLW0603
    _person = person


@contextmanager
def by_the_system() -> Iterator[None]:
    """What is done in here is done by the site itself, and not by who asked something of it just then."""
    before = _by_the_system.set(True)
    try:
        yield
    finally:
        _by_the_system.reset(before)


def present_request_id() -> str:
    """Return the id of the request that is being answered, "" outside of one."""
    present = present_request.get()
    return present[1] if present else ""


@contextmanager
def acting_as(actor: Actor) -> Iterator[None]:
    """What is done in here is done by this person, whom the request at hand does not name by a token."""
    before = _acting.set(actor)
    try:
        yield
    finally:
        _acting.reset(before)


def present_origin() -> Origin:
    """Return who is acting now in this thread."""
    if _by_the_system.get():
        return Origin(SYSTEM, "", "")
    present = present_request.get()
    if present is None:
        return Origin(_command(), "", "")
    request, request_id = present
    return Origin(_acting.get() or _actor_of(request), client_address(request), request_id)


def _actor_of(request: HttpRequest) -> Actor:
    # DRF leaves the token of an API's caller on the request it wraps.
    token = getattr(request, "auth", None)
    if isinstance(token, VerifiedToken):
        token = token_behind(token, request)
        return Actor(token.subject, _name_of(token), token.issuer, token.party or "")
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated and _person:
        return replace(_person(user), issuer=conf.ISSUER)
    return NOBODY


def _name_of(token: VerifiedToken) -> str:
    kept_elsewhere = keeps_answers(configured_directory())
    if conf.PERMISSION_SOURCE == "token" and not kept_elsewhere:
        return ""
    try:
        # Who makes a change was asked about just before, so a directory elsewhere has it at hand.
        at_hand = directory_answer(token, spare=True) if kept_elsewhere else effective_permissions_of(token)
        person = at_hand.person
    except APIException:
        return ""
    return person.name if person else ""


def _command() -> Actor:
    """Return the command of manage.py that runs in this process, or the program that it is."""
    program = Path(sys.argv[0]).name if sys.argv else ""
    name = sys.argv[1] if program == "manage.py" and len(sys.argv) > 1 else program
    return Actor(f"command:{name}", _system_user())


def _system_user() -> str:
    try:
        # Not getuser() first: it believes the environment.
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        try:
            return getuser()
        except (KeyError, OSError):
            return "unknown"
