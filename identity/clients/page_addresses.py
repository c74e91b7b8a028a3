"""Which redirect addresses lead to pages of this site, where no public client may have one.

Under a strategy that keeps tokens at the server, a script in a page could else ask such a client for a code,
read it in the address that it comes back to, and redeem it, as no secret is needed for that.
"""

import re
from collections.abc import Iterable
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import validate_host
from oauth2_provider.models import Application

from permissions_api.conf import conf
from permissions_api.loopback import LOOPBACK_HOSTS, is_loopback

REFUSAL = (
    "{!r} is on this site's own pages (SITE_URL, ALLOWED_HOSTS), and AUDIENCE_STRATEGY={} keeps every token"
    " away from them: no public client may have an address there."
)
PLAIN_HOST = re.compile(r"(?:[a-z0-9_-]+\.)*[a-z_-][a-z0-9_-]*\.?")
USUAL_PORTS = {"http": 80, "https": 443}


def refusal(client_type: str, uris: Iterable[str]) -> str:
    """Return why a client of this type cannot have these redirect addresses, "" when it can."""
    if not conf.strategy.sessions or client_type != Application.CLIENT_PUBLIC:
        return ""
    return next((REFUSAL.format(uri, conf.STRATEGY) for uri in uris if leads_to_a_page(uri)), "")


def leads_to_a_page(uri: str) -> bool:
    """Say whether a browser comes to a page of ours there, by whatever name and however it is spelt.

    A page asked under another name of the site is sent on to SITE_URL, with the code in its address. What
    cannot be understood counts as ours.
    """
    try:
        host, port = _place(uri)
    except ValueError:
        return True
    return any(port in ports and _is_named(host, origin) for origin, ports in _origins())


def _origins() -> Iterable[tuple[str, set[int]]]:
    """Return where pages are served, and at which ports; by http they are sent on to https."""
    for origin in filter(None, [settings.SITE_URL, settings.SPA_DEV_URL]):
        parts = urlsplit(origin)
        port = parts.port or USUAL_PORTS[parts.scheme]
        yield origin, {port, 80} if parts.scheme == "https" else {port}


def _is_named(host: str, origin: str) -> bool:
    if is_loopback(origin):
        return host in LOOPBACK_HOSTS
    # A * names hosts that nobody here knows.
    others = [name for name in settings.ALLOWED_HOSTS if name not in ("*", *LOOPBACK_HOSTS, "[::1]")]
    return host == urlsplit(origin).hostname or validate_host(host, others)


def _place(uri: str) -> tuple[str, int]:
    r"""Return host and port. Raises ValueError for a host that browsers may read as another.

    They take a \ for a /, undo %61, and know 127.1 and 0x7f000001 for 127.0.0.1.
    """
    parts = urlsplit(uri)
    host = parts.hostname or ""
    if not PLAIN_HOST.fullmatch(host):
        host = str(ip_address(host))
    return host.rstrip("."), parts.port or USUAL_PORTS.get(parts.scheme, 0)
