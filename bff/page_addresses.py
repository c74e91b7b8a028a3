"""Which redirect addresses lead to pages of this site, where no public client may have one.

Where tokens stay at the server a script in a page could else ask such a client for a code, read it in the
address that it comes back to, and redeem it, as no secret is needed for that.
"""

import re
from collections.abc import Iterable
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.http.request import validate_host

from permissions_api.loopback import LOOPBACK_HOSTS, is_loopback

PLAIN_HOST = re.compile(r"(?:\*\.)?(?:[a-z0-9_-]+\.)*[a-z_-][a-z0-9_-]*\.?")
USUAL_PORTS = {"http": 80, "https": 443}


def leads_to_a_page(uri: str) -> bool:
    """Say whether a browser comes to a page of ours there, by whatever name and however it is spelt.

    A page asked under another name of the site is sent on to SITE_URL, with the code in its address. What
    cannot be understood counts as ours. A scheme of an app of its own leads to no page.
    """
    try:
        parts = urlsplit(uri)
        if parts.scheme not in USUAL_PORTS:
            return False
        host, port = _place(parts)
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
    here = str(urlsplit(origin).hostname)
    if host.startswith("*."):  # as a tenant takes it, for every host below
        return here.endswith(host[1:])
    # A * in ALLOWED_HOSTS names hosts that nobody here knows.
    others = [name for name in settings.ALLOWED_HOSTS if name not in ("*", *LOOPBACK_HOSTS, "[::1]")]
    return host == here or validate_host(host, others)


def _place(parts: SplitResult) -> tuple[str, int]:
    r"""Return host and port. Raises ValueError for a host that browsers may read as another.

    They take a \ for a /, undo %61, and know 127.1 and 0x7f000001 for 127.0.0.1.
    """
    host = parts.hostname or ""
    if not PLAIN_HOST.fullmatch(host):
        host = str(ip_address(host))
    return host.rstrip("."), parts.port or USUAL_PORTS[parts.scheme]
