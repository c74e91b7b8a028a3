"""Faults of an issuer that are switched on to see what a site does about them, in the demo alone.

They are rows, so that every process has them. Where ``may_be_made`` says no they are not looked at.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings

from identity.management_api.scopes import management_audience
from identity.models import Fault
from permissions_api.loopback import is_loopback

# Where each can be had, by the beginning of the address.
PLACES = {
    "management": "/api/v2/",
    "token": "/oauth/token",
    "discovery": "/.well-known/openid-configuration",
    "jwks": "/.well-known/jwks.json",
}
SLOW, TOO_MANY, BROKEN, ROTATED, CLOCK = "slow", "429", "500", "rotated-keys", "clock"
KINDS: Mapping[str, str] = {
    SLOW: "an answer comes after --seconds",
    TOO_MANY: "every request is one too many",
    BROKEN: "every request ends in an internal error",
    ROTATED: "the keys were changed without notice: the former are gone, the present one is new",
    CLOCK: "the issuer's clock is --seconds ahead, or behind where negative",
}
ANYWHERE = ""  # the place of what is no matter of one address
SECONDS = {SLOW: (30, 1, 120), CLOCK: (600, -86_400, 86_400)}  # by default, at least, at most


def may_be_made() -> bool:
    """Say whether faults count here: in the demo, on this machine."""
    return bool(settings.DEMO and is_loopback(settings.SITE_URL))


def in_force(kind: str, place: str = ANYWHERE) -> Fault | None:
    return Fault.objects.filter(kind=kind, place=place).first() if may_be_made() else None


def switch_on(kind: str, places: Iterable[str], seconds: int) -> None:
    """Make a fault at these places. What belongs to no place is made once."""
    for place in places if kind in (SLOW, TOO_MANY, BROKEN) else [ANYWHERE]:
        Fault.objects.update_or_create(kind=kind, place=place, defaults={"seconds": seconds})


def switch_off(kind: str | None) -> int:
    """Unmake the faults of this kind, or all; return how many there were."""
    deleted, _ = (Fault.objects.filter(kind=kind) if kind else Fault.objects.all()).delete()
    return deleted


def by_the_issuers_clock(claims: dict[str, Any]) -> dict[str, Any]:
    """Return a token's claims as the issuer's clock has them.

    Its own Management API goes by the same clock, so tokens for that keep theirs.
    """
    fault = in_force(CLOCK) if claims["aud"] != management_audience() else None
    if fault is None:
        return claims
    ahead = {name: claims[name] + fault.seconds for name in ("iat", "exp") if name in claims}
    return claims | ahead
