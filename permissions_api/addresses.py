"""Find where a request comes from, past proxies that are trusted."""

from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network

from django.http import HttpRequest

from permissions_api.conf import conf

UNKNOWN = "unknown"
MOST_KEPT = 1_000  # addresses that are not taken apart again: every request asks


def client_address(request: HttpRequest) -> str:
    """Return the caller's address as ``same_caller`` writes it.

    X-Forwarded-For is read only when the request comes from one of TRUSTED_PROXIES, from the
    right, up to the first address that is not a trusted proxy: what stands further left was
    written by the caller and may be a lie.
    """
    address = request.META.get("REMOTE_ADDR") or UNKNOWN
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    while is_trusted_proxy(address) and forwarded:
        address = forwarded.pop().strip() or address
    return same_caller(address)


@lru_cache(MOST_KEPT)
def same_caller(address: str) -> str:
    """Return the address, an IPv6 one as its /64: a single home has that many addresses."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ip_network((parsed, 64), strict=False))


def is_trusted_proxy(address: str) -> bool:
    """Say whether TRUSTED_PROXIES names this address, or a network it is in."""
    return _is_among(address, tuple(conf.TRUSTED_PROXIES))


@lru_cache(MOST_KEPT)
def _is_among(address: str, networks: Sequence[str]) -> bool:
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    return any(parsed in ip_network(network, strict=False) for network in networks)
