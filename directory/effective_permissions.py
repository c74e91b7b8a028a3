"""What a user holds, through which roles and whether directly.

Permissions are read from groups and ``user_permissions`` alone. Django's ``has_perm`` and
``get_all_permissions`` are not used: they give a superuser everything.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.contrib.auth.models import Group, User
from django.db import connection
from django.db.models import Q, QuerySet

from directory.permission_sync import declared_permissions
from directory.resource import EDIT_ROLES
from permissions_api.directory import GrantOrigin
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


@dataclass(frozen=True, slots=True)
class Given:
    """The roles of a user, and what each effective permission comes from were the user active."""

    roles: tuple[str, ...]
    origins: Mapping[str, GrantOrigin]


def rows_of(pk: int) -> list[Row]:
    """Return who the user with this primary key is and what was given to them; nothing when unknown."""
    with connection.cursor() as cursor:
        cursor.execute(HELD, {"user": pk})
        return [Row(*row) for row in cursor.fetchall()]


def given_by_rows(rows: Iterable[Row]) -> Given:
    """Return what these rows of one user say was given."""
    roles = set[str]()
    found = defaultdict[str, set[str | None]](set)
    declared = set(all_permissions())
    for row in rows:
        if row.role is not None:
            roles.add(row.role)
        if row.codename in declared:
            found[row.codename].add(row.role)
    origins = {
        codename: GrantOrigin(tuple(sorted(role for role in by if role)), direct=None in by)
        for codename, by in found.items()
    }
    return Given(tuple(sorted(roles)), origins)


def given_to(user: User) -> Given:
    """Return what was given to this user, in one query."""
    return given_by_rows(rows_of(user.pk))


def roles_of(user: User) -> tuple[str, ...]:
    """Return the names of this user's roles, in order."""
    return given_to(user).roles


def held_by(user: User) -> Mapping[str, GrantOrigin]:
    """Return each effective permission of this user with its origin; none for the inactive."""
    return given_to(user).origins if user.is_active else {}


def effective_permissions(user: User) -> frozenset[str]:
    """Return what this user may do, through roles and directly; nothing when inactive."""
    return frozenset(held_by(user))


def holders_of(permission: str) -> QuerySet[User]:
    """Return the active users who hold this permission now."""
    row = declared_permissions().filter(codename=permission)
    through = Group.objects.filter(permissions__in=row)
    either = Q(user_permissions__in=row) | Q(groups__in=through)
    return User.objects.filter(either, is_active=True).distinct()


def role_editors() -> QuerySet[User]:
    """Return the active users who may edit roles now."""
    return holders_of(EDIT_ROLES)
