"""The declarations of the users API and the roles API."""

from resources.declaration import Resource

USERS = Resource(
    name="users",
    title="People",
    audience="https://users.usher.example/",
    actions=("list", "read", "write", "edit"),
)
ROLES = Resource(
    name="roles",
    title="Roles",
    audience="https://roles.usher.example/",
    actions=("list", "read", "write", "edit", "delete"),
)
EDIT_ROLES = ROLES.permission("edit")
