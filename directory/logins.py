"""Who has a way to log in, where this site keeps passwords and passkeys."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils.module_loading import import_string


def with_a_login(users: QuerySet[User]) -> QuerySet[User]:
    """Return those of the users who can log in; all of them where the issuer sees to that (no LOGINS)."""
    if not settings.LOGINS:
        return users
    narrowed: Callable[[QuerySet[User]], QuerySet[User]] = import_string(settings.LOGINS)
    return narrowed(users)
