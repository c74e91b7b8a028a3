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


@one_change_at_a_time()
def make_starting_roles() -> dict[str, Group]:
    """Return the roles a new site starts with, made where missing. A role that exists keeps what it has.

    ``MANAGERS`` is the role that receives every new permission, whatever it is called by now. One
    that only has the name, as somebody gave it the name, is not made that role.
    """
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
