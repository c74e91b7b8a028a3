"""Tell addresses that never leave this machine: for them alone plain http is good enough."""

from urllib.parse import urlsplit

LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "::1")


def is_loopback(url: str) -> bool:
    return urlsplit(url).hostname in LOOPBACK_HOSTS


def is_https_or_loopback(url: str) -> bool:
    """Tell whether what is sent to this address can be read by nobody on the way."""
    scheme = urlsplit(url).scheme
    return scheme == "https" or (scheme == "http" and is_loopback(url))
