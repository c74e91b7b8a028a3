"""Who can log in and how, where this site keeps passwords and passkeys."""

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


def second_factor_of(user: User) -> bool | None:
    """Return whether this user has a second factor; None where the issuer knows (no SECOND_FACTORS)."""
    if not settings.SECOND_FACTORS:
        return None
    has_second_factor: Callable[[User], bool] = import_string(settings.SECOND_FACTORS)
    return has_second_factor(user)
