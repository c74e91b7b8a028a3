"""Give people roles and permissions, and take them away."""

from django.contrib.auth.models import Group, Permission, User

from directory.declared import declared_permissions
from directory.roles import EMPLOYEE_ACTIONS, EMPLOYEES, MANAGERS, MANAGERS_ALONE
from directory.rules import one_change_at_a_time
from resources.declaration import all_permissions, declared_resources


class UnknownGrant(ValueError):
    """Neither a role nor a declared permission has this name."""

    def __init__(self, what: str) -> None:
        roles = ", ".join(Group.objects.order_by("name").values_list("name", flat=True)) or "none"
        super().__init__(
            f"{what!r} is neither a role nor a permission."
            f" Roles: {roles}. Permissions: {', '.join(all_permissions())}."
        )


def grant(user: User, what: str) -> None:
    """Give ``user`` a role, or a permission directly. Fine if already so. Raises UnknownGrant."""
    with one_change_at_a_time():
        found = _role_or_permission(what)
        if isinstance(found, Group):
            user.groups.add(found)
        else:
            user.user_permissions.add(found)


def withdraw(user: User, what: str) -> None:
    """Take a role, or a permission given directly, from ``user``. Fine if already so.

    Raises UnknownGrant, and LastRoleEditor where nobody could edit roles any more.
    """
    with one_change_at_a_time():
        found = _role_or_permission(what)
        if isinstance(found, Group):
            user.groups.remove(found)
        else:
            user.user_permissions.remove(found)


def _role_or_permission(what: str) -> Group | Permission:
    found = Group.objects.filter(name=what).first() or declared_permissions().filter(codename=what).first()
    if found is None:
        raise UnknownGrant(what)
    return found


def make_starting_roles() -> None:
    """Make the roles a new site starts with. A role that exists keeps what it has."""
    with one_change_at_a_time():
        _make_starting_roles()


def _make_starting_roles() -> None:
    employee = [
        resource.permission(action)
        for resource in declared_resources()
        for action in EMPLOYEE_ACTIONS
        if action in resource.actions and resource.name not in MANAGERS_ALONE
    ]
    for name, permissions in ((MANAGERS, all_permissions()), (EMPLOYEES, employee)):
        role, created = Group.objects.get_or_create(name=name)
        if created:
            role.permissions.set(declared_permissions().filter(codename__in=permissions))
