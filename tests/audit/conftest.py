"""People to change, and the trail that tells of it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@pytest.fixture
def people(db) -> "dict[str, User]":
    """The people of the demo, by user name; what made them is in the trail."""
    from django.contrib.auth.models import User

    from directory.demo import make_demo_people

    make_demo_people()
    return {user.username: user for user in User.objects.all()}


@pytest.fixture
def told(people) -> Callable[[], list[tuple[str, str, Any, Any]]]:
    """Return a function that gives what the trail told since: action, target's name, before, after."""
    from audit.models import Entry

    begun = Entry.objects.count()

    def entries() -> list[tuple[str, str, Any, Any]]:
        new = Entry.objects.filter(id__gt=begun).order_by("id")
        return [(entry.action, entry.target_name, entry.before, entry.after) for entry in new]

    return entries
