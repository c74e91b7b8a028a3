"""A directory on Auth0's Management API v2: the people, roles and permissions of a tenant.

What it is told is kept for DIRECTORY_TTL seconds, in the database and for all processes, and
DIRECTORY_BUDGET bounds how often it asks. docs/directory.md says what it cannot promise.
"""

from collections.abc import Collection, Sequence

from directory.backends.auth0 import policies, reading
from directory.backends.auth0.accounts import TenantAccounts, held_by
from directory.backends.auth0.budget import Priority
from directory.backends.auth0.membership import name_of, role_names, tenant_role
from directory.backends.auth0.permissions import names_of, of_a_machine
from directory.backends.auth0.roles import TenantRoles
from directory.backends.django import NAMED_CONTACTS
from directory.resource import EDIT_ROLES
from permissions_api.directory import Contacts, GrantOrigin, Person, Role

MACHINE = "@clients"  # how the sub of a machine's token ends, after its client id


class Auth0Directory(TenantAccounts, TenantRoles):
    """The directory of a tenant at Auth0 (a ``ChangeableDirectory`` and a ``KeepingDirectory``)."""

    keeps_answers = True

    def find(self, subject: str, *, fresh: bool = False, spare: bool = False) -> Person | None:
        if subject.endswith(MACHINE):
            return self._machine(subject)
        if "|" not in subject:  # No user_id is without its provider.
            return None
        priority = Priority.SPARE if spare else Priority.WAITING
        person = reading.person(subject, fresh=fresh, priority=priority)
        if person["user"] is None:
            return None
        held = {name: GrantOrigin(*origin) for name, origin in held_by(person).items()}
        return Person(
            subject=subject,
            name=name_of(person["user"]),
            email=str(person["user"].get("email") or ""),
            active=policies.is_active(person),
            # Those that give something here: to know the others would take another call for each person.
            roles=tuple(sorted({role for origin in held.values() for role in origin.roles})),
            held=held,
        )

    def alone(self, client: str) -> Collection[str] | None:
        """Return what the machine's client grants say, None where it has none."""
        grants = reading.grants_of_machine(client)
        return of_a_machine(grants) if grants else None

    def _machine(self, subject: str) -> Person | None:
        held = self.alone(subject.removesuffix(MACHINE))
        if held is None:
            return None
        origins = dict.fromkeys(sorted(held), GrantOrigin((), direct=True))
        return Person(subject, subject, "", active=True, roles=(), held=origins)

    def roles(self) -> Sequence[Role]:
        return [
            Role(name, tuple(sorted(names_of(reading.permissions_of_role(id)))))
            for id, name in role_names().items()
        ]

    def contacts(self) -> Contacts:
        """Whoever may edit roles by a role of theirs."""
        people: dict[str, str] = {}
        for id, name in role_names().items():
            if EDIT_ROLES in names_of(reading.permissions_of_role(id)):
                people |= tenant_role(id, name).members
        names = sorted(people.values())
        return Contacts(tuple(names[:NAMED_CONTACTS]), max(0, len(names) - NAMED_CONTACTS))
