"""Refuse settings under which sessions would be open to others, or nobody could log in."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from permissions_api.conf import conf
from permissions_api.loopback import is_https_or_loopback


@register
def check_sessions_are_safe(app_configs: Any, **_options: Any) -> Iterator[CheckMessage]:
    """A cookie that opens everything never travels in the clear."""
    if conf.strategy.sessions and not is_https_or_loopback(settings.SITE_URL):
        hint = "Put a proxy with a certificate in front and set SITE_URL to its https address."
        message = f"SITE_URL={settings.SITE_URL!r} is not https, and a cookie opens what its people may do."
        yield Error(message, hint=hint, id=_id(1))


@register
def check_people_can_log_in(app_configs: Any, **_options: Any) -> Iterator[CheckMessage]:
    """The site is a client of its issuer that has a secret."""
    if not conf.strategy.sessions:
        return
    for name in ("BFF_CLIENT_ID", "BFF_CLIENT_SECRET"):
        if not getattr(settings, name):
            hint = "Name this site's own client at the issuer, a confidential one, and its secret."
            yield Error(f"AUDIENCE_STRATEGY={conf.STRATEGY} needs {name}.", hint=hint, id=_id(2))


def _id(number: int) -> str:
    return f"bff.E{number:03}"
