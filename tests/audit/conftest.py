"""The trail that tells of what is changed."""

from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture
def told(people) -> Callable[[], list[tuple[str, str, Any, Any]]]:
    """Return a function that gives what the trail told since: action, target's name, before, after."""
    from audit.models import Entry

    begun = Entry.objects.count()

    def entries() -> list[tuple[str, str, Any, Any]]:
        new = Entry.objects.filter(id__gt=begun).order_by("id")
        return [(entry.action, entry.target_name, entry.before, entry.after) for entry in new]

    return entries
