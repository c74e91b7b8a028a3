"""Tell a class that only declares, as most do, from one that does something of its own.

What is declared may be worked out once; what a class does by itself is left to it, each time.
"""

from functools import cache
from typing import Any

# Whoever wrote these knows what is worked out once.
OURS = ("rest_framework.", "django.", "permissions_api.", "resources.")


@cache
def defined_by_others(kind: Any, names: frozenset[str]) -> bool:
    """Say whether a class of neither DRF's nor this package's defines one of these names in ``kind``."""
    return any(
        not each.__module__.startswith(OURS) and not vars(each).keys().isdisjoint(names)
        for each in kind.__mro__
        if each is not object
    )
