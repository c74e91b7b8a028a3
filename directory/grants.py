"""Give people roles and permissions, and take them away."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group, Permission, User

from directory.permission_sync import declared_permissions
from directory.policies import one_change_at_a_time
from directory.receiving_roles import let_receive, receiving_roles
from directory.starting_roles import EMPLOYEE_ACTIONS, EMPLOYEES, MANAGERS, MANAGERS_ALONE
from permissions_api.resource import all_permissions, declared_resources


class UnknownGrant(ValueError):
    """Neither a role nor a declared permission has this name."""

    def __init__(self, what: str) -> None:
        roles = ", ".join(Group.objects.order_by("name").values_list("name", flat=True)) or "none"
        super().__init__(
            f"{what!r} is neither a role nor a permission."
            f" Roles: {roles}. Permissions: {', '.join(all_permissions())}."
        )


def grant(user: User, what: str | Group | Permission) -> None:
    """Give ``user`` a role, or a permission directly. Fine if already so. Raises UnknownGrant."""
    with one_change_at_a_time():
        found, given = _found(user, what)
        given.add(found)


def withdraw(user: User, what: str | Group | Permission) -> None:
    """Take a role, or a permission given directly, from ``user``. Fine if already so.

    Raises UnknownGrant, and LastRoleEditor where nobody could edit roles any more.
    """
    with one_change_at_a_time():
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


def make_starting_roles() -> dict[str, Group]:
    """Return the roles a new site starts with, made where missing. A role that exists keeps what it has.

    ``MANAGERS`` is the role that receives every new permission, whatever it is called by now. One
    that only has the name, as somebody gave it the name, is not made that role.
    """
    with one_change_at_a_time():
        return _make_starting_roles()


def _make_starting_roles() -> dict[str, Group]:
    employee = [
        resource.permission(action)
        for resource in declared_resources()
        for action in EMPLOYEE_ACTIONS
        if action in resource.actions and resource.name not in MANAGERS_ALONE
    ]
    managers = receiving_roles().first()
    if managers is None:
        managers, is_new = _made_role(MANAGERS, all_permissions())
        if is_new:
            let_receive(managers)
    return {MANAGERS: managers, EMPLOYEES: _made_role(EMPLOYEES, employee)[0]}


def _made_role(name: str, permissions: Iterable[str]) -> tuple[Group, bool]:
    role, is_new = Group.objects.get_or_create(name=name)
    if is_new:
        role.permissions.set(declared_permissions().filter(codename__in=permissions))
    return role, is_new
