"""Permissions as the Management API writes them: a name and the API that defines it."""

from collections.abc import Mapping
from typing import Any

from identity.management_api.exceptions import invalid_body
from identity.management_api.resource_servers import resource_servers
from identity.management_api.views import ManagementView
from permissions_api.permission_words import permission_words

Source = dict[str, str]

PAIR = {"resource_server_identifier", "permission_name"}


def permission_entries(permissions: Mapping[str, list[Source]]) -> list[dict[str, Any]]:
    """Return permissions, each at each API that defines it, and with its sources as people have them."""
    apis, words = resource_servers(), permission_words()
    return [
        {
            "permission_name": name,
            "description": words[name],
            "resource_server_name": api.name,
            "resource_server_identifier": api.identifier,
        }
        | ({"sources": sources} if sources else {})
        for name, sources in permissions.items()
        for api in apis
        if name in api.permissions
    ]


def permissions_sent(view: ManagementView) -> list[str]:
    """Return the names of the permissions in a request's body. Raises Refused for one that no API defines."""
    pairs: list[Any] = view.body()["permissions"]
    defined = {(api.identifier, name) for api in resource_servers() for name in api.permissions}
    if not pairs:
        raise invalid_body("Array is too short (0), minimum 1 on property permissions")
    for pair in pairs:
        if (
            not isinstance(pair, dict)
            or set(pair) != PAIR
            or not all(isinstance(v, str) for v in pair.values())
        ):
            raise invalid_body(f"Expected {' and '.join(sorted(PAIR))} on each of property permissions")
        if (pair["resource_server_identifier"], pair["permission_name"]) not in defined:
            raise invalid_body(
                f"No resource server {pair['resource_server_identifier']} defines {pair['permission_name']}"
            )
    return [pair["permission_name"] for pair in pairs]
