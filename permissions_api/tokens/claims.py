"""Where in a token's claims something stands: the name of a claim, or the keys that lead into one."""

from collections.abc import Mapping, Sequence
from typing import Any

ClaimPath = str | Sequence[str]


def strings_at(path: ClaimPath, claims: Mapping[str, Any]) -> frozenset[str]:
    """Return the strings of a list of nothing but strings; anything else, and nothing there, is no string."""
    value: Any = claims
    for key in [path] if isinstance(path, str) else path:
        value = value.get(key) if isinstance(value, dict) else None
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return frozenset(value)
    return frozenset()
