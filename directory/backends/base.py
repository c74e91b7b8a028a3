"""A directory that can be changed: what the users and roles APIs ask beyond ``permissions_api.directory``.

It is kept so that a remote API can stand behind it: ids are opaque text, lists come in pages with
opaque cursors, and every answer may be a request over the network that fails.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar, cast

from rest_framework.exceptions import NotFound

from permissions_api.conf import conf
from permissions_api.directory import Directory, configured_directory
from permissions_api.on_behalf_of import Requester
from resources.pages import Page

Stored = TypeVar("Stored")

# Called with what is stored, just before it is changed; raises to refuse the change.
Unchanged = Callable[[Stored], None]


@dataclass(frozen=True, slots=True)
class NamedRole:
    """A role that somebody has. What it is called may change; its id does not."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Grants:
    """What was given to somebody: roles by name, and permissions given directly, both in order."""

    roles: tuple[NamedRole, ...]
    permissions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody as lists show them. ``id`` is their ``sub``.

    ``grants`` are None where a directory elsewhere was not asked about each of a list.
    """

    id: str
    username: str
    name: str
    email: str
    active: bool
    grants: Grants | None


@dataclass(frozen=True, slots=True)
class HeldPermission:
    """An effective permission of somebody: the names of the roles that give it, and whether directly too."""

    name: str
    roles: tuple[str, ...]
    direct: bool


@dataclass(frozen=True, slots=True)
class AccountInFull(Account):
    """Somebody with each effective permission, by name; the inactive hold nothing."""

    grants: Grants
    held: tuple[HeldPermission, ...]


@dataclass(frozen=True, slots=True)
class Logins:
    """How somebody logs in: when last, and whether with a second factor. None is unknown here, or never."""

    last: datetime | None
    second_factor: bool | None


@dataclass(frozen=True, slots=True)
class StoredRole:
    """A role with its id, its declared permissions in order, and how many people have it.

    ``receives_new_permissions``: whether it is given whatever a resource will declare.
    """

    id: str
    name: str
    permissions: tuple[str, ...]
    members: int
    receives_new_permissions: bool


@dataclass(frozen=True, slots=True)
class Affected:
    """People to whom a change does the same: the names of the first few, and how many they are."""

    permissions: tuple[str, ...]
    names: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class RolePreview:
    """What a change of a role, or of who has it, would mean for those who are active.

    ``without_holder`` are the permissions that nobody active would hold any more.
    """

    gains: list[Affected]
    losses: list[Affected]
    without_holder: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MembersChange:
    """Who is to be given a role, and from whom it is to be taken: their ids."""

    add: Sequence[str]
    remove: Sequence[str]


@dataclass(frozen=True, slots=True)
class AccountChange:
    """What is to change about somebody; None leaves it."""

    name: str | None = None
    email: str | None = None
    active: bool | None = None


@dataclass(frozen=True, slots=True)
class GrantsChange:
    """What somebody is to be given, and nothing else: ids of roles, and permissions directly."""

    role_ids: Sequence[str]
    permissions: Sequence[str]


@dataclass(frozen=True, slots=True)
class RoleChange:
    """What is to change about a role; None leaves it."""

    name: str | None = None
    permissions: Sequence[str] | None = None


class ChangeableDirectory(Directory, Protocol):
    """A directory whose people and roles can be changed.

    Every change is one transaction where the store has such, and keeps the rules: nobody gives what
    they do not hold or takes from who holds more (UnheldPermission, by ``directory.policies``), and
    somebody active can always edit roles (LastRoleEditor). ``unchanged`` is called with what is
    stored, as late as the store allows. An actor of None is the operator at the command line, who
    stands outside ``directory.policies``. An id that leads nowhere raises NotFound, a name that is taken
    NameTaken; the id of a role to give or to look for that leads nowhere, a name of no permission,
    or a cursor that is none, ValidationError.
    """

    def accounts(
        self, search: str = "", role: str = "", cursor: str = "", page_size: int = 25
    ) -> Page[Account]:
        """Return people by user name: all words of ``search`` occur in them, and they have the role.

        ``role`` is an id; empty for people of any role.
        """

    def count_accounts(self, search: str = "", role: str = "") -> Mapping[str, Any]:
        """Return how many people that are, as ``resources.counts.CountSerializer`` shows it."""

    def account(self, id: str) -> AccountInFull:
        """Return one person."""

    def logins(self, id: str) -> Logins:
        """Return how somebody logs in."""

    def create_account(self, username: str, name: str, email: str = "") -> AccountInFull:
        """Make somebody who holds nothing and has no password."""

    def change_account(
        self, id: str, change: AccountChange, actor: Requester | None, unchanged: Unchanged[AccountInFull]
    ) -> AccountInFull:
        """Change somebody who would hold, when active, no more than the actor."""

    def suspend(self, id: str, actor: Requester | None) -> None:
        """Make somebody inactive, whoever it may be. Fine if already so.

        Raises NobodyToUndo where no other active person could let them log in again.
        """

    def sole_permissions(self, id: str) -> tuple[str, ...]:
        """Return what somebody holds and nobody else who is active."""

    def set_grants(
        self, id: str, change: GrantsChange, actor: Requester | None, unchanged: Unchanged[Grants]
    ) -> Grants:
        """Give somebody exactly these roles and direct permissions."""

    def role_page(self, cursor: str = "", page_size: int = 25) -> Page[StoredRole]:
        """Return roles by name."""

    def role(self, id: str) -> StoredRole:
        """Return one role."""

    def preview_role(self, id: str, permissions: Sequence[str]) -> RolePreview:
        """Return what it would mean that a role gives exactly these; none, that it is deleted."""

    def preview_members(self, id: str, change: MembersChange) -> RolePreview:
        """Return what it would mean that a role is given to these people and taken from those."""

    def create_role(self, name: str, permissions: Sequence[str], actor: Requester | None) -> StoredRole:
        """Make a role."""

    def change_role(
        self, id: str, change: RoleChange, actor: Requester | None, unchanged: Unchanged[StoredRole]
    ) -> StoredRole:
        """Change a role's name or permissions, and so what its members hold."""

    def delete_role(self, id: str, actor: Requester | None, unchanged: Unchanged[StoredRole]) -> None:
        """Delete a role, and so take it from its members."""


def changeable_directory() -> ChangeableDirectory:
    """Return the directory that the setting ``DIRECTORY`` names. Raises NotFound where there is none."""
    if not conf.DIRECTORY:
        raise NotFound(
            "This site has no directory of people: its issuer knows them and their roles."
            " The setting DIRECTORY would name one."
        )
    return cast(ChangeableDirectory, configured_directory())
