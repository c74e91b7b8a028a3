"""Users of Django as people of the directory: their subjects and their names."""

import re

from django.contrib.auth.models import User

SUBJECT = "usher|{}"


def subject_of(user: User) -> str:
    """Return the ``sub`` of this user, ``usher|<primary key>``."""
    return SUBJECT.format(user.pk)


def primary_key_of(subject: str) -> int | None:
    """Return the primary key that a ``sub`` of ours names, whether or not there is such a user."""
    match = re.fullmatch(r"usher\|([1-9][0-9]{0,17})", subject, re.ASCII)
    return int(match[1]) if match else None


def user_of(subject: str) -> User | None:
    """Return the user with this ``sub``, active or not; None when unknown or not one of ours."""
    pk = primary_key_of(subject)
    return None if pk is None else User.objects.filter(pk=pk).first()


def name_of(user: User) -> str:
    return called(user.first_name, user.last_name, user.username)


def called(first_name: str, last_name: str, username: str) -> str:
    return f"{first_name} {last_name}".strip() or username
