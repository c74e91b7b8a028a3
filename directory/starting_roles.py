"""The two roles a new site starts with. After that, roles are data: change them as you like."""

MANAGERS = "Managers"
EMPLOYEES = "Employees"
EMPLOYEE_ACTIONS = ("list", "read")
# These tell about people, so employees may not see them by being employees.
MANAGERS_ALONE = ("users", "roles", "audit")
