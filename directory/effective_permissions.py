"""What a user holds, through which roles and whether directly.

Permissions are read from groups and ``user_permissions`` alone. Django's ``has_perm`` and
``get_all_permissions`` are not used: they give a superuser everything.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.contrib.auth.models import Group, User
from django.db import connection
from django.db.models import Q, QuerySet

from directory.permission_sync import declared_permissions
from directory.subjects import SUBJECT
from permissions_api.directory import GrantOrigin, Person
from permissions_api.resource import all_permissions

# A row for each way in which something was given, at least one for who exists. Nearly every request
# asks this: the models would take twenty times as long to write the statement as to have it answered.
HELD = """
    WITH given (role, permission_id) AS (
        SELECT NULL, permission_id FROM auth_user_user_permissions WHERE user_id = %(user)s
        UNION ALL
        SELECT auth_group.name, auth_group_permissions.permission_id
        FROM auth_user_groups
        JOIN auth_group ON auth_group.id = auth_user_groups.group_id
        LEFT JOIN auth_group_permissions ON auth_group_permissions.group_id = auth_group.id
        WHERE auth_user_groups.user_id = %(user)s
    )
    SELECT auth_user.id, username, first_name, last_name, email, is_active,
        given.role, auth_permission.codename
    FROM auth_user
    LEFT JOIN given ON TRUE
    LEFT JOIN auth_permission ON auth_permission.id = given.permission_id AND content_type_id = (
        SELECT id FROM django_content_type WHERE app_label = 'directory' AND model = 'grantable'
    )
    WHERE auth_user.id = %(user)s
"""


class Row(NamedTuple):
    """One row of HELD. ``role`` is None for what was given directly, ``codename`` for a role without any."""

    id: int
    username: str
    first_name: str
    last_name: str
    email: str
    is_active: bool
    role: str | None
    codename: str | None


def rows_of(pk: int) -> list[Row]:
    """Return who the user with this primary key is and what was given to them; nothing when unknown."""
    with connection.cursor() as cursor:
        cursor.execute(HELD, {"user": pk})
        return [Row(*row) for row in cursor.fetchall()]


def person_by(rows: Sequence[Row]) -> Person | None:
    """Return the person these rows of HELD tell of, None when there are none."""
    if not rows:
        return None
    who, declared = rows[0], set(all_permissions())
    given = defaultdict[str, set[str | None]](set)
    for row in rows:
        if row.codename in declared and who.is_active:
            given[row.codename].add(row.role)
    return Person(
        subject=SUBJECT.format(who.id),
        name=f"{who.first_name} {who.last_name}".strip() or who.username,
        email=who.email,
        active=bool(who.is_active),
        roles=_named(row.role for row in rows),
        held={name: GrantOrigin(_named(by), direct=None in by) for name, by in given.items()},
    )


def roles_of(user: User) -> tuple[str, ...]:
    """Return the names of this user's roles, in order."""
    person = person_by(rows_of(user.pk))
    return person.roles if person else ()


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
