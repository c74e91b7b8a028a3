"""What a user holds, through which roles and whether directly.

Permissions are read from groups and ``user_permissions`` alone. Django's ``has_perm`` and
``get_all_permissions`` are not used: they give a superuser everything.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from django.contrib.auth.models import Group, User
from django.db import connection
from django.db.models import Q, QuerySet

from directory.permission_sync import declared_permissions
from directory.subjects import SUBJECT, called
from permissions_api.directory import GrantOrigin, Person
from permissions_api.resource import all_permissions
from resources.statements import Planned

_OURS = "(SELECT id FROM django_content_type WHERE app_label = 'directory' AND model = 'grantable')"
# One JSON text of many permissions, by the kind of database.
_IN_JSON = {"sqlite": "json_group_array(codename)", "postgresql": "json_agg(codename)::text"}


def _in_sql(statement: str) -> Mapping[str, str]:
    """Return a statement by the kind of database."""
    return {
        vendor: Planned(statement.format(permissions=json, ours=_OURS)) for vendor, json in _IN_JSON.items()
    }


GIVEN_BY_ROLE = """(
    SELECT {permissions} FROM auth_group_permissions AS link
    JOIN auth_permission ON auth_permission.id = link.permission_id
    WHERE link.group_id = auth_group.id AND content_type_id = {ours}
)"""
# A row for what was given directly and one for each role, none for who does not exist. Nearly every request
# asks this: the models would take twenty times as long to write the statement as to have it answered, and
# a row for each permission many times as long to be read.
HELD = _in_sql(
    f"""
    SELECT auth_user.id, username, first_name, last_name, email, is_active, given.role, given.permissions
    FROM auth_user CROSS JOIN (
        SELECT NULL AS role, (
            SELECT {{permissions}} FROM auth_user_user_permissions AS link
            JOIN auth_permission ON auth_permission.id = link.permission_id
            WHERE link.user_id = %(user)s AND content_type_id = {{ours}}
        ) AS permissions
        UNION ALL
        SELECT auth_group.name, {GIVEN_BY_ROLE}
        FROM auth_user_groups JOIN auth_group ON auth_group.id = auth_user_groups.group_id
        WHERE auth_user_groups.user_id = %(user)s
    ) AS given
    WHERE auth_user.id = %(user)s
    """  # noqa: S608  of our own statements
)
ROLES = _in_sql(f"SELECT name, {GIVEN_BY_ROLE} FROM auth_group ORDER BY name")  # noqa: S608  likewise
MOST_KEPT = 1_000


class Row(NamedTuple):
    """One row of HELD: ``role`` is None for what was given directly, ``permissions`` JSON or None."""

    id: int
    username: str
    first_name: str
    last_name: str
    email: str
    is_active: bool
    role: str | None
    permissions: str | None


class Held(Mapping[str, GrantOrigin]):
    """What was given to somebody, by role (None for directly). Origins are found when asked for."""

    def __init__(self, given: Sequence[tuple[str | None, frozenset[str]]]) -> None:
        self._given = given
        self._names = frozenset[str]().union(*(names for _, names in given))

    def __getitem__(self, name: str) -> GrantOrigin:
        by = [role for role, names in self._given if name in names]
        if not by:
            raise KeyError(name)
        return GrantOrigin(_named(by), direct=None in by)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def rows_of(pk: int) -> list[Row]:
    """Return who the user with this primary key is and what was given to them; nothing when unknown."""
    with connection.cursor() as cursor:
        cursor.execute(HELD[connection.vendor], {"user": pk})
        return [Row(*row) for row in cursor.fetchall()]


def person_by(rows: Sequence[Row]) -> Person | None:
    """Return the person these rows of HELD tell of, None when there are none."""
    if not rows:
        return None
    who, declared = rows[0], all_permissions()
    return Person(
        subject=SUBJECT.format(who.id),
        name=called(who.first_name, who.last_name, who.username),
        email=who.email,
        active=bool(who.is_active),
        roles=_named(row.role for row in rows),
        held=Held(
            [(row.role, _declared(row.permissions, declared)) for row in rows if row.permissions]
            if who.is_active
            else []
        ),
    )


@lru_cache(MOST_KEPT)
def _declared(written: str, declared: tuple[str, ...]) -> frozenset[str]:
    """Return those of the written permissions that a resource declares."""
    return frozenset(json.loads(written)).intersection(declared)


def given_by_roles() -> list[tuple[str, frozenset[str]]]:
    """Return the name of each role and the permissions it gives, by name."""
    with connection.cursor() as cursor:
        cursor.execute(ROLES[connection.vendor])
        rows, declared = cursor.fetchall(), all_permissions()
    return [(name, _declared(permissions or "[]", declared)) for name, permissions in rows]


def held_by(user: User) -> Mapping[str, GrantOrigin]:
    """Return each effective permission of this user with its origin; none for the inactive."""
    person = person_by(rows_of(user.pk))
    return person.held if person else {}


def effective_permissions(user: User) -> frozenset[str]:
    """Return what this user may do, through roles and directly; nothing when inactive."""
    return frozenset(held_by(user))


def holders_of(permission: str) -> QuerySet[User]:
    """Return the active users who hold this permission now."""
    row = declared_permissions().filter(codename=permission)
    through = Group.objects.filter(permissions__in=row)
    either = Q(user_permissions__in=row) | Q(groups__in=through)
    return User.objects.filter(either, is_active=True).distinct()


def _named(roles: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(sorted({role for role in roles if role is not None}))
