"""The roles that a tenant begins with: those of this site's own directory, else the starting ones."""

from collections.abc import Mapping, Sequence

from directory.backends.base import changeable_directory
from directory.backends.django import DjangoDirectory
from directory.starting_roles import starting_permissions
from permissions_api.conf import conf
from permissions_api.directory import configured_directory


def roles_of_the_site() -> Mapping[str, Sequence[str]]:
    """Return the permissions of each role by its name."""
    # A directory elsewhere is the tenant itself.
    if not conf.DIRECTORY or not isinstance(configured_directory(), DjangoDirectory):
        return starting_permissions()
    found: dict[str, Sequence[str]] = {}
    directory, cursor = changeable_directory(), ""
    while True:
        page = directory.role_page(cursor, page_size=100)
        found |= {role.name: role.permissions for role in page.rows}
        if page.next is None:
            return found or starting_permissions()
        cursor = page.next
