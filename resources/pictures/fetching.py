"""Fetch a picture from an address that somebody wrote into a record, and from no other.

The name is resolved, each of its addresses must be public, and the one that was looked at is the one
connected to: a name that leads elsewhere a moment later leads nowhere.
"""

import socket
import ssl
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from django.conf import settings

from permissions_api import __version__
from permissions_api.http import Unfetchable, within
from resources.pictures.addresses import is_public

SECONDS = 5.0  # in all: to find the name, connect, shake hands, and for every byte
LARGEST = 2_000_000  # bytes
PORT = 443
MOST_REDIRECTS = 3
PIECE = 65_536  # bytes
PLAIN = "/%:;=&?~+!$,'@()*"  # what stays as it is in an address
MOVED = {
    HTTPStatus.MOVED_PERMANENTLY,
    HTTPStatus.FOUND,
    HTTPStatus.TEMPORARY_REDIRECT,
    HTTPStatus.PERMANENT_REDIRECT,
}


def fetch(address: str) -> bytes:
    """Return what is there. Raises Unfetchable with the reason, after SECONDS at the latest."""
    return within(SECONDS, lambda deadline: _fetch(address, deadline))


def _fetch(address: str, deadline: float) -> bytes:
    host = allowed(address).hostname
    for _ in range(MOST_REDIRECTS + 1):
        parts = allowed(address)
        if parts.hostname != host:
            raise Unfetchable("It leads to another host.")
        body, moved_to = _ask(parts, deadline)
        if moved_to is None:
            return body
        address = urljoin(address, moved_to)
    raise Unfetchable("It leads on and on.")


def allowed(address: str) -> SplitResult:
    """Return the parts of an address that may be asked. Raises Unfetchable for any other."""
    try:
        parts = urlsplit(address)
        port, name = parts.port, (parts.hostname or "").encode("idna").decode()
    except ValueError:
        raise Unfetchable("This is no address.") from None
    if parts.scheme != "https":
        raise Unfetchable("It is not https.")
    if not name or parts.username is not None or port not in (None, 443):
        raise Unfetchable("It has no host, a port of its own or a name to log in with.")
    return parts._replace(netloc=f"[{name}]" if ":" in name else name)


def resolve(host: str) -> Sequence[str]:
    """Return the IP addresses of a name. Raises OSError where it has none."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, PORT, type=socket.SOCK_STREAM)]


def _ask(parts: SplitResult, deadline: float) -> tuple[bytes, str | None]:
    """Return the body, or where it has moved to."""
    host = str(parts.hostname)
    try:
        with _connected(host, deadline) as connection:
            # Whoever sends a byte now and then, in the handshake or later, is cut off as well.
            cut = threading.Timer(_left(deadline), _cut_off, [connection])
            cut.daemon = True
            cut.start()
            try:
                connection.do_handshake()
                answer = _exchange(connection, parts)
                _left(deadline)  # What was cut off may look as if it had ended.
                return answer
            finally:
                cut.cancel()
    except (OSError, HTTPException) as error:
        raise Unfetchable(f"{type(error).__name__}.") from error


def _connected(host: str, deadline: float) -> ssl.SSLSocket:
    found = resolve(host)
    if not found or not all(is_public(each) for each in found):
        raise Unfetchable("Its host is not on the public internet.")
    plain = socket.create_connection((found[0], PORT), timeout=_left(deadline))
    return trust().wrap_socket(plain, server_hostname=host, do_handshake_on_connect=False)


def trust() -> ssl.SSLContext:
    """Return what checks certificates: the authorities of this machine, by the name of the host."""
    return ssl.create_default_context()


def _exchange(connection: ssl.SSLSocket, parts: SplitResult) -> tuple[bytes, str | None]:
    asking = HTTPConnection(parts.netloc)
    asking.sock = connection
    agent = f"Usher/{__version__} (+{settings.SITE_URL})"
    headers = {"Host": parts.netloc, "Accept": "image/webp, image/png, image/jpeg", "User-Agent": agent}
    path = quote(parts.path or "/", safe=PLAIN) + (
        f"?{quote(parts.query, safe=PLAIN)}" if parts.query else ""
    )
    asking.request("GET", path, headers=headers)
    answer = asking.getresponse()
    if answer.status in MOVED and (location := answer.getheader("Location")):
        return b"", location
    if answer.status != HTTPStatus.OK:
        raise Unfetchable(f"The answer was {answer.status}.")
    return _body(answer), None


def _body(answer: HTTPResponse) -> bytes:
    if int(answer.getheader("Content-Length") or 0) > LARGEST:
        raise Unfetchable("It is too large.")
    body = b""
    while piece := answer.read1(PIECE):
        body += piece
        if len(body) > LARGEST:
            raise Unfetchable("It is too large.")
    if answer.length:
        raise Unfetchable("It broke off.")
    return body


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise Unfetchable("The time was up.")
    return left


def _cut_off(connection: ssl.SSLSocket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
