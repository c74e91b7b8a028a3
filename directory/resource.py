"""The declarations of the users API and the roles API."""

from permissions_api.resource import Resource

USERS = Resource(
    name="users",
    title="People",
    urls="directory.users.urls",
    audience="https://users.usher.example/",
    actions=("list", "read", "write", "edit", "suspend"),
    needs_directory=True,
)
ROLES = Resource(
    name="roles",
    title="Roles",
    urls="directory.roles.urls",
    audience="https://roles.usher.example/",
    actions=("list", "read", "write", "edit", "delete"),
    needs_directory=True,
    # It takes from all members at once what they may do: not from a screen that was left open.
    fresh={"delete": 300},
)
EDIT_USERS, SUSPEND_USERS = USERS.permission("edit"), USERS.permission("suspend")
WRITE_ROLES, EDIT_ROLES, DELETE_ROLES = (ROLES.permission(action) for action in ("write", "edit", "delete"))
