"""Find the person or the role that an operator's command names."""

from django.contrib.auth.models import Group, User
from django.core.management.base import CommandError


def person_named(username: str) -> User:
    """Return the user of this name. Raises CommandError with a sentence when there is none."""
    try:
        return User.objects.get(username=username)
    except User.DoesNotExist:
        raise CommandError(f"There is no person with the user name {username!r}.") from None


def role_named(name: str) -> Group:
    """Return the role of this name. Raises CommandError with a sentence when there is none."""
    try:
        return Group.objects.get(name=name)
    except Group.DoesNotExist:
        raise CommandError(f"There is no role with the name {name!r}.") from None
