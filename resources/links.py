"""Write links as the caller has to ask for them, also past the gateway."""

from django.conf import settings
from django.http import HttpRequest
from rest_framework.request import Request

# What the gateway says of itself to the APIs, as WSGI names the header X-Forwarded-Prefix.
GATEWAY = "/gateway"
VIA_HEADER = "HTTP_X_FORWARDED_PREFIX"


def asked_address(request: HttpRequest | Request) -> str:
    """Return the whole address as the caller asked for it, also when the gateway brought the request here.

    Everybody may claim to be the gateway: it changes the links in nobody's answer but their own.
    """
    if request.META.get(VIA_HEADER) != GATEWAY:
        return f"{request.scheme}://{request.get_host()}{request.get_full_path()}"
    site: str = settings.SITE_URL
    return site + GATEWAY + request.get_full_path().removeprefix("/api")
