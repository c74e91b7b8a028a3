"""Read what a tenant has, through its Management API and the site's machine client."""

from collections.abc import Sequence
from typing import Any

from directory.backends.auth0 import api, paging
from directory.backends.auth0.budget import Priority
from project.auth0.tenant import Record, Tenant

POST_LOGIN = ["actions", "triggers", "post-login", "bindings"]


def read_tenant() -> Tenant:
    """Return all of it. Raises TenantUnavailable, and Refused with the tenant's own sentence."""
    roles = _rows(["roles"], "roles")
    for role in roles:
        role["permissions"] = _rows(["roles", role["id"], "permissions"], "permissions")
    bindings = _without_totals(POST_LOGIN, "bindings")
    return Tenant(
        resource_servers=_rows(["resource-servers"], "resource_servers"),
        clients=_rows(["clients"], "clients"),
        client_grants=_rows(["client-grants"], "client_grants"),
        roles=roles,
        actions=_without_totals(["actions", "actions"], "actions"),
        triggers={"post-login": [{"action_name": each["action"]["name"]} for each in bindings]},
    )


def _rows(parts: Sequence[str], name: str) -> list[Record]:
    return paging.all_rows(parts, name, Priority.WRITE)


def _without_totals(parts: Sequence[str], name: str) -> list[Record]:
    """Return every row of a list that takes no ``include_totals``."""
    found: list[Any] = []
    for page in range(paging.MOST_ROWS // paging.PER_PAGE):
        rows = api.call("GET", parts, Priority.WRITE, {"page": page, "per_page": paging.PER_PAGE})[name]
        found += rows
        if len(rows) < paging.PER_PAGE:
            break
    return found
