"""Give people roles and permissions, and take them away."""

from typing import Any

from django.contrib.auth.models import Group, Permission, User

from directory.permission_sync import declared_permissions
from directory.policies import one_change_at_a_time
from permissions_api.resource import all_permissions


class UnknownGrant(ValueError):
    """Neither a role nor a declared permission has this name."""

    def __init__(self, what: str) -> None:
        roles = ", ".join(Group.objects.order_by("name").values_list("name", flat=True)) or "none"
        super().__init__(
            f"{what!r} is neither a role nor a permission."
            f" Roles: {roles}. Permissions: {', '.join(all_permissions())}."
        )


@one_change_at_a_time()
def grant(user: User, what: str | Group | Permission) -> None:
    """Give ``user`` a role, or a permission directly. Fine if already so. Raises UnknownGrant."""
    found, given = _found(user, what)
    given.add(found)


@one_change_at_a_time()
def withdraw(user: User, what: str | Group | Permission) -> None:
    """Take a role, or a permission given directly, from ``user``. Fine if already so.

    Raises UnknownGrant, and LastRoleEditor where nobody could edit roles any more.
    """
    found, given = _found(user, what)
    given.remove(found)


def _found(user: User, what: str | Group | Permission) -> tuple[Any, Any]:
    """Return what is given or taken, and the user's own of that kind."""
    found = role_or_permission(what) if isinstance(what, str) else what
    return found, user.groups if isinstance(found, Group) else user.user_permissions


def role_or_permission(what: str) -> Group | Permission:
    """Return what is called so. Raises UnknownGrant."""
    found = Group.objects.filter(name=what).first() or declared_permissions().filter(codename=what).first()
    if found is None:
        raise UnknownGrant(what)
    return found
