"""Which addresses are one site to a browser, as its cookies count."""

from urllib.parse import urlsplit

from permissions_api.loopback import LOOPBACK_HOSTS

# Below these, strangers have names: example.co.uk is a site of its own (publicsuffix.org lists them all).
SHARED_SECOND_LABELS = {"ac", "co", "com", "edu", "gov", "ne", "net", "or", "org"}
COUNTRY_LETTERS = 2


def origin_of(url: str) -> str:
    """Return scheme, host and port as a browser writes them in Origin; "" for what is no address."""
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        return ""
    if not parts.hostname:
        return ""
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    return f"{parts.scheme}://{host}" + ("" if port in (None, usual) else f":{port}")


def same_site(one: str, other: str) -> bool:
    """Tell whether a browser sends each one's cookies in the frames of the other. Ports do not count."""
    first, second = urlsplit(one), urlsplit(other)
    if first.scheme != second.scheme:
        return False
    return _site(first.hostname or "") == _site(second.hostname or "")


def _site(host: str) -> str:
    labels = host.split(".")
    if host in LOOPBACK_HOSTS or labels[-1].isdecimal():
        return host  # A number is a site by itself.
    shared = len(labels[-1]) == COUNTRY_LETTERS and labels[-2:-1] and labels[-2] in SHARED_SECOND_LABELS
    return ".".join(labels[-3 if shared else -2 :])
