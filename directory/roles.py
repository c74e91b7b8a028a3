"""The two roles a new site starts with. After that, roles are data: change them as you like."""

MANAGERS = "Managers"
EMPLOYEES = "Employees"
EMPLOYEE_ACTIONS = ("list", "read")
