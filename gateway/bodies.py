"""Read a request's body: a short one whole, so that it can be sent again, a longer one as it comes."""

from collections.abc import Iterator

from django.http import HttpRequest
from rest_framework.exceptions import ParseError

from gateway.connections import Body
from gateway.exceptions import LengthRequired

KEPT = 65_536  # bytes; a longer body passes through once


def body_of(request: HttpRequest) -> tuple[Body, int]:
    """Return the body and its length in bytes; None without one. Raises LengthRequired and ParseError."""
    if request.META.get("HTTP_TRANSFER_ENCODING"):
        raise LengthRequired()
    stated = request.META.get("CONTENT_LENGTH") or "0"
    length = int(stated) if stated.isascii() and stated.isdecimal() else 0
    if not length:
        return None, 0
    parts = _parts(request, length)
    return (b"".join(parts) if length <= KEPT else parts), length


def _parts(stream: HttpRequest, length: int) -> Iterator[bytes]:
    """Yield the body in parts. Raises ParseError when it ends before its length."""
    missing = length
    while missing:
        try:
            part = stream.read(min(missing, KEPT))
        except OSError:
            part = b""
        if not part:
            raise ParseError("The body is shorter than its Content-Length.")
        missing -= len(part)
        yield part
