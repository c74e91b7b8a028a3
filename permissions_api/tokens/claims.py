"""Where in a token's claims something stands: the name of a claim, or the keys that lead into one."""

from collections.abc import Mapping
from typing import Any

from permissions_api.conf import ClaimPath


def value_at(path: ClaimPath, claims: Mapping[str, Any]) -> Any:
    """Return what stands there, None for nothing. Keys are names of members, taken whole; a list has none."""
    value: Any = claims
    for key in [path] if isinstance(path, str) else path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def strings_at(path: ClaimPath, claims: Mapping[str, Any]) -> frozenset[str]:
    """Return the strings of a list of nothing but strings; anything else, and nothing there, is no string."""
    value = value_at(path, claims)
    if isinstance(value, list) and {str}.issuperset(map(type, value)):  # as JSON is read
        return frozenset(value)
    return frozenset()
