"""What a user holds, through which roles and whether directly.

Permissions are read from groups and ``user_permissions`` alone. Django's ``has_perm`` and
``get_all_permissions`` are not used: they give a superuser everything.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.models import Group, User
from django.db.models import CharField, Q, QuerySet, Value

from directory.declared import declared_permissions
from directory.resource import EDIT_ROLES
from permissions_api.people import Origin
from resources.declaration import all_permissions


@dataclass(frozen=True, slots=True)
class Given:
    """The roles of a user, and what each effective permission comes from were the user active."""

    roles: tuple[str, ...]
    origins: Mapping[str, Origin]


def given_to(user: User) -> Given:
    """Return what was given to this user, in one query."""
    of_what = ("content_type__app_label", "content_type__model")
    through = user.groups.values_list(
        "name", "permissions__codename", *(f"permissions__{name}" for name in of_what)
    )
    directly = user.user_permissions.values_list(Value(None, CharField()), "codename", *of_what).order_by()
    roles = set[str]()
    found = defaultdict[str, set[str | None]](set)
    declared = set(all_permissions())
    for role, codename, *kind in directly.union(through, all=True):
        if role is not None:
            roles.add(role)
        if kind == ["directory", "grantable"] and codename in declared:
            found[codename].add(role)
    origins = {
        codename: Origin(tuple(sorted(role for role in by if role)), direct=None in by)
        for codename, by in found.items()
    }
    return Given(tuple(sorted(roles)), origins)


def roles_of(user: User) -> tuple[str, ...]:
    """Return the names of this user's roles, in order."""
    return given_to(user).roles


def held_by(user: User) -> Mapping[str, Origin]:
    """Return each effective permission of this user with its origin; none for the inactive."""
    return given_to(user).origins if user.is_active else {}


def effective_permissions(user: User) -> frozenset[str]:
    """Return what this user may do, through roles and directly; nothing when inactive."""
    return frozenset(held_by(user))


def role_editors() -> QuerySet[User]:
    """Return the active users who may edit roles now."""
    edit = declared_permissions().filter(codename=EDIT_ROLES)
    through = Group.objects.filter(permissions__in=edit)
    either = Q(user_permissions__in=edit) | Q(groups__in=through)
    return User.objects.filter(either, is_active=True).distinct()
