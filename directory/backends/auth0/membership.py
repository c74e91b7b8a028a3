"""Who has which role and what roles give, for a whole tenant: what lists, previews and policies look at."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from directory.backends.auth0 import reading
from directory.backends.auth0.paging import Row
from directory.backends.auth0.permissions import names_of, powers_of
from directory.backends.auth0.reading import MOST_MEMBERS


@dataclass(frozen=True, slots=True)
class TenantRole:
    """A role of the tenant. ``members`` are the names of those who were read by their ids, ``count`` all.

    ``powers`` are all permissions it gives, ``names`` those of this site among them.
    """

    id: str
    name: str
    names: frozenset[str]
    powers: frozenset[str]
    members: Mapping[str, str]
    count: int

    @property
    def is_complete(self) -> bool:
        return self.count <= MOST_MEMBERS


def role_names() -> dict[str, str]:
    """Return the names of all roles by their ids, in the order of the names."""
    return in_order(reading.roles())


def in_order(rows: Collection[Row]) -> dict[str, str]:
    names = {str(row.get("id")): str(row.get("name")) for row in rows}
    return dict(sorted(names.items(), key=lambda item: (item[1].casefold(), item[0])))


def tenant_role(id: str, name: str, *, fresh: bool = False) -> TenantRole:
    """Return a role with what it gives and who has it: two questions where nothing is kept."""
    given, members = (
        reading.permissions_of_role(id, fresh=fresh),
        reading.members_of_role(id, fresh=fresh),
    )
    people = {str(row.get("user_id")): name_of(row) for row in members["rows"]}
    return TenantRole(
        id, name, frozenset(names_of(given)), frozenset(powers_of(given)), people, members["total"]
    )


def tenant_roles() -> list[TenantRole]:
    """Return every role so, by name."""
    return [tenant_role(id, name) for id, name in role_names().items()]


def held_through(roles: Collection[TenantRole], person: str) -> set[str]:
    """Return what somebody holds through these roles."""
    return {name for role in roles if person in role.members for name in role.names}


def powers_through(roles: Collection[TenantRole], person: str) -> set[str]:
    """Return all that is known of what somebody was given: through these roles, and directly where kept."""
    powers = {power for role in roles if person in role.members for power in role.powers}
    known = reading.person_kept(person)
    return powers | (powers_of(known["permissions"]) if known else set())


def name_of(user: Mapping[str, object]) -> str:
    """Return what a user of the tenant is called."""
    for key in ("name", "nickname", "username", "email", "user_id"):
        if value := user.get(key):
            return str(value)
    return ""
