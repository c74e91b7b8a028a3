"""The one-time address at which somebody new chooses a password, where this site keeps passwords."""

from collections.abc import Callable

from django.conf import settings
from django.utils.module_loading import import_string


def invitation_link(subject: str) -> str | None:
    """Return the address for the person with this ``sub``; None without INVITATIONS."""
    if not settings.INVITATIONS:
        return None
    link: Callable[[str], str] = import_string(settings.INVITATIONS)
    return link(subject)
