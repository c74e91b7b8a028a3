"""The two roles a new site starts with. After that, roles are data: change them as you like."""

from collections.abc import Iterable

from django.contrib.auth.models import Group

from directory.permission_sync import declared_permissions
from directory.policies import one_change_at_a_time
from directory.receiving_roles import let_receive, receiving_roles
from permissions_api.resource import all_permissions, declared_resources

MANAGERS = "Managers"
EMPLOYEES = "Employees"
EMPLOYEE_ACTIONS = ("list", "read")
# These tell about people, so employees may not see them by being employees.
MANAGERS_ALONE = ("users", "roles", "audit")


def starting_permissions() -> dict[str, tuple[str, ...]]:
    """Return what each of the two roles begins with."""
    employee = tuple(
        resource.permission(action)
        for resource in declared_resources()
        for action in EMPLOYEE_ACTIONS
        if action in resource.actions and resource.name not in MANAGERS_ALONE
    )
    return {MANAGERS: all_permissions(), EMPLOYEES: employee}


@one_change_at_a_time()
def make_starting_roles() -> dict[str, Group]:
    """Return the roles a new site starts with, made where missing. A role that exists keeps what it has.

    ``MANAGERS`` is the role that receives every new permission, whatever it is called by now. One
    that only has the name, as somebody gave it the name, is not made that role.
    """
    permissions = starting_permissions()
    managers = receiving_roles().first()
    if managers is None:
        managers, is_new = _made_role(MANAGERS, permissions[MANAGERS])
        if is_new:
            let_receive(managers)
    return {MANAGERS: managers, EMPLOYEES: _made_role(EMPLOYEES, permissions[EMPLOYEES])[0]}


def _made_role(name: str, permissions: Iterable[str]) -> tuple[Group, bool]:
    role, is_new = Group.objects.get_or_create(name=name)
    if is_new:
        role.permissions.set(declared_permissions().filter(codename__in=permissions))
    return role, is_new
