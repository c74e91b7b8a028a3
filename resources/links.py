"""Write links as the caller has to ask for them, also past the gateway."""

from django.conf import settings
from django.http import HttpRequest
from rest_framework.request import Request

# Ways to the APIs that are not their own addresses. Who brings a request this way says so in a header,
# X-Forwarded-Prefix, here as WSGI names it.
GATEWAY, BFF = "/gateway", "/bff"
VIA_HEADER = "HTTP_X_FORWARDED_PREFIX"
# What of an API's own address each of them stands for.
_STANDS_FOR = {GATEWAY: "/api", BFF: ""}


def asked_address(request: HttpRequest | Request) -> str:
    """Return the whole address as the caller asked for it, also when the request was brought here.

    Everybody may claim to bring it: that changes the links in nobody's answer but their own.
    """
    prefix = request.META.get(VIA_HEADER)
    if prefix not in _STANDS_FOR:
        return f"{request.scheme}://{request.get_host()}{request.get_full_path()}"
    return settings.SITE_URL + brought(request.get_full_path(), prefix)


def brought(path: str, prefix: str) -> str:
    """Return where a path of an API is found below ``prefix``."""
    return prefix + path.removeprefix(_STANDS_FOR[prefix])
