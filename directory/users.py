"""Users of Django as people of the directory: their subjects and their names."""

import re

from django.contrib.auth.models import User

SUBJECT = "usher|{}"


def subject_of(user: User) -> str:
    """Return the ``sub`` of this user, ``usher|<primary key>``."""
    return SUBJECT.format(user.pk)


def user_of(subject: str) -> User | None:
    """Return the user with this ``sub``, active or not; None when unknown or not one of ours."""
    match = re.fullmatch(r"usher\|([1-9][0-9]{0,17})", subject, re.ASCII)
    return User.objects.filter(pk=int(match[1])).first() if match else None


def name_of(user: User) -> str:
    return user.get_full_name() or user.username
