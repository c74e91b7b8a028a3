"""What the APIs may ask a directory of people, and the one the settings name.

A directory lives outside this package and is reached by the dotted path in
the setting ``DIRECTORY`` alone; these are the words both sides agree on.
"""

import logging
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol, TypeGuard

from django.db import DatabaseError, InterfaceError

from permissions_api.conf import conf, instance_of
from permissions_api.exceptions import DirectoryUnavailable

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class GrantOrigin:
    """Where a held permission comes from: the names of the roles that give it, and whether directly too."""

    roles: tuple[str, ...]
    direct: bool


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody the directory knows. ``held`` maps each effective permission to its origin."""

    subject: str
    name: str
    email: str
    active: bool
    roles: tuple[str, ...]
    held: Mapping[str, GrantOrigin]


@dataclass(frozen=True, slots=True)
class Role:
    """A named set of permissions."""

    name: str
    permissions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contacts:
    """Whom to ask for a permission: a few names, and how many others there are."""

    names: tuple[str, ...]
    others: int


class Directory(Protocol):
    """A directory of people and roles, such as Django's tables or a tenant's Management API.

    One that has no answer raises one of FAILURES; requests' own exceptions are OSErrors.
    """

    def find(self, subject: str) -> Person | None:
        """Return the person with this ``sub``, None when unknown. The inactive hold nothing."""

    def roles(self) -> Sequence[Role]:
        """Return every role with its permissions, by name."""

    def contacts(self) -> Contacts:
        """Return who can help somebody to a permission."""


class KeepingDirectory(Directory, Protocol):
    """A directory that is asked over the network, and so keeps what it says: no longer than DIRECTORY_TTL.

    What it keeps holds for all processes, and nobody else keeps its answers. It raises DirectoryUnavailable
    by itself, once it has written on the log why.
    """

    keeps_answers: bool

    def find(self, subject: str, *, fresh: bool = False, spare: bool = False) -> Person | None:
        """Likewise: past what is kept (``fresh``), or never waiting behind others (``spare``)."""

    def alone(self, client: str) -> Collection[str] | None:
        """Return what this machine may do for itself; None when it is none."""


def keeps_answers(directory: Directory | None) -> TypeGuard[KeepingDirectory]:
    return getattr(directory, "keeps_answers", False)


# What a directory may raise when it has no answer: its database does, or its network.
FAILURES = (DatabaseError, InterfaceError, OSError)


@contextmanager
def asking_the_directory() -> Iterator[None]:
    """Ask the directory in here: where it has no answer this raises DirectoryUnavailable.

    Any other exception is a mistake of ours and becomes a 500. Nothing is open after either.
    """
    try:
        yield
    except FAILURES as error:
        log.exception("The directory cannot be asked.")
        raise DirectoryUnavailable() from error


def configured_directory() -> Directory | None:
    """Return this process's one directory, which the setting ``DIRECTORY`` names; None when there is none."""
    return instance_of(conf.DIRECTORY) if conf.DIRECTORY else None
