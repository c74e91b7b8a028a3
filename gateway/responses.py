"""Make the browser's answer out of an upstream's: JSON within bounds, and no success that is cut short."""

import re
from collections.abc import Iterator
from functools import lru_cache
from http import HTTPStatus
from tempfile import SpooledTemporaryFile

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.cache import patch_vary_headers

from gateway.connections import Answer
from gateway.exceptions import BadGateway
from gateway.routing import Destination, brought_location, upstream_of
from permissions_api.resource import Resource
from resources.downloads import IN_MEMORY, Download
from resources.formats import FORMATS

READ_FIRST = 65_536  # bytes read before the status is passed on
LARGEST_ANSWER = 10_000_000  # bytes
LARGEST_DOWNLOAD = 1_000_000_000  # bytes
DOWNLOADS = tuple(file_format.media_type for file_format in FORMATS.values())
MEDIA_TYPES = ("application/json", "application/problem+json", *DOWNLOADS)
PASSED_ON = (
    "Content-Type",
    "ETag",
    "Last-Modified",
    "Vary",
    "Allow",
    "Retry-After",
    "Idempotent-Replayed",
    "Content-Disposition",
)
WITHOUT_BODY = (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED)
PRINTABLE = re.compile(r"[\t\x20-\x7e]*")
PRIVATE = "private, no-cache"
MOST_KEPT = 100  # headers that are not taken apart again: APIs repeat theirs


def made_from(answer: Answer, method: str, destination: Destination, prefix: str) -> HttpResponse:
    """Return the answer to pass on, with its links below ``prefix``. Raises BadGateway.

    It closes ``answer`` when it is done with it.

    What fits into 64 KiB is read before anything is sent, so that its faults become a 502. Of
    a longer body the length must be known, for only then does a server break the connection
    off when the body falls short: one whose length is not stated is read whole.
    """
    try:
        length = _checked_length(answer)
        response = _response(answer, method, length)
    except BaseException:
        answer.close()
        raise
    _set_headers(response, answer, destination.resource, prefix)
    return response


def _checked_length(answer: Answer) -> int | None:
    """Return the stated length of the body. Raises BadGateway for an answer that is not passed on."""
    redirect = HTTPStatus.MULTIPLE_CHOICES <= answer.status < HTTPStatus.BAD_REQUEST
    if redirect and answer.status != HTTPStatus.NOT_MODIFIED:
        raise BadGateway("The API answers with a redirect, which the gateway does not follow.")
    if not HTTPStatus.OK <= answer.status < 600:  # noqa: PLR2004  RFC 9110 section 15
        raise BadGateway("The API's answer has no status that can be passed on.")
    if answer.headers.get("content-encoding", "identity").lower() != "identity":
        raise BadGateway("The API's answer is compressed, though that was not asked for.")
    stated = answer.headers.get("content-length")
    if stated is None or "transfer-encoding" in answer.headers:
        return None
    if not re.fullmatch(r"[0-9]{1,15}", stated):
        raise BadGateway("The API's answer states no length that can be read.")
    if int(stated) > (LARGEST_DOWNLOAD if _media_type(answer) in DOWNLOADS else LARGEST_ANSWER):
        raise _too_large()
    return int(stated)


def _response(answer: Answer, method: str, length: int | None) -> HttpResponse:
    if method == "HEAD" or answer.status in WITHOUT_BODY:
        _check_media_type(answer, has_body=False)
        answer.read(1)
        answer.close()
        response = HttpResponse(status=answer.status)
        if method == "HEAD" and length is not None:
            response["Content-Length"] = str(length)
        return response
    start = answer.read(READ_FIRST)
    _check_media_type(answer, has_body=bool(start))
    if length is None and len(start) == READ_FIRST:
        start += answer.read(LARGEST_ANSWER + 1 - READ_FIRST)
        if len(start) > LARGEST_ANSWER:
            raise _too_large()
    if length is not None and _media_type(answer) in DOWNLOADS:
        return _download(start, answer, length)
    if length is None or len(start) == length:
        answer.close()
        return HttpResponse(start, status=answer.status)
    streamed = StreamingHttpResponse(Rest(start, answer), status=answer.status)
    streamed["Content-Length"] = str(length)
    return streamed  # type: ignore[return-value]  # Both are HttpResponseBase.


def _check_media_type(answer: Answer, *, has_body: bool) -> None:
    """Raise BadGateway for HTML and the like, which in a browser could be more than data."""
    stated = _media_type(answer)
    if (has_body or stated) and stated not in MEDIA_TYPES:
        raise BadGateway("The API's answer is not JSON.")


def _media_type(answer: Answer) -> str:
    stated: str = answer.headers.get("content-type", "")
    return stated.partition(";")[0].strip().lower()


def _download(start: bytes, answer: Answer, length: int) -> HttpResponse:
    """Fetch a file whole, so that neither a thread nor the API's connection waits for a slow browser."""
    file = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  Download closes it.
    try:
        part = start
        while part:
            file.write(part)
            part = answer.read(READ_FIRST)
        answer.close()
        if file.tell() != length:
            raise BadGateway("The API broke off in the middle of its answer.")
    except BaseException:
        file.close()
        raise
    return Download(file, status=answer.status)  # type: ignore[return-value]  # Both are HttpResponseBase.


def _too_large() -> BadGateway:
    return BadGateway(f"The API's answer is larger than {LARGEST_ANSWER // 1_000_000} MB.")


class Rest:
    """The body of a long answer. A fault in it is raised, so that the server breaks the connection off."""

    def __init__(self, start: bytes, answer: Answer) -> None:
        self._start = start
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        part = self._start
        while part:
            yield part
            part = self._answer.read(READ_FIRST)
        self._answer.close()

    def close(self) -> None:
        """Called by the server at the end, and when the browser has gone away."""
        self._answer.close()


def _set_headers(response: HttpResponse, answer: Answer, resource: Resource, prefix: str) -> None:
    """Pass on what the list allows, and what a refusal asks for: one of the token itself never comes here."""
    del response["Content-Type"]
    refuses = answer.status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
    for name in (*PASSED_ON, *(("WWW-Authenticate",) if refuses else ())):
        value = answer.headers.get(name.lower())
        if value is not None and PRINTABLE.fullmatch(value):
            response[name] = value
    named = answer.headers.get("location", "")
    if location := brought_location(named, upstream_of(resource), resource, prefix):
        response["Location"] = location
    response["Cache-Control"] = private_caching(answer.headers.get("cache-control", ""))
    response["Vary"] = varies(response.get("Vary", ""), "Authorization", "Accept")


@lru_cache(MOST_KEPT)
def varies(stated: str, *more: str) -> str:
    """Return what an API's answer depends on, and what every answer here does."""
    response = HttpResponse(headers={"Vary": stated} if stated else None)
    patch_vary_headers(response, more)
    return response["Vary"]


@lru_cache(MOST_KEPT)
def private_caching(caching: str) -> str:
    """Return the caching of what belongs to one person, whatever an API allows others."""
    words = {word.strip().lower() for word in caching.split(",")}
    is_private = PRINTABLE.fullmatch(caching) and not words.isdisjoint({"private", "no-store"})
    return caching if is_private else PRIVATE
