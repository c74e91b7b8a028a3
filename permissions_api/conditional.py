"""Conditional requests (RFC 9110 section 13): nothing known is sent, nothing unseen is overwritten."""

import hashlib
from collections.abc import Callable, Mapping
from functools import partial
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import parse_etags
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

KNOWN = "HTTP_IF_NONE_MATCH"
CONDITIONS = frozenset(
    f"HTTP_{name}" for name in ("IF_MATCH", "IF_NONE_MATCH", "IF_MODIFIED_SINCE", "IF_UNMODIFIED_SINCE")
)


class PreconditionFailed(APIException):
    """The row is no longer what the caller last saw; ``problem_members`` say what it is now."""

    status_code = HTTPStatus.PRECONDITION_FAILED
    default_detail = "This was changed meanwhile. Read it again, then repeat the change."
    default_code = "precondition_failed"

    def __init__(self, problem_members: Mapping[str, Any]) -> None:
        super().__init__()
        self.problem_members = problem_members


def etag_of(data: Any) -> str:
    """Return the strong ETag of what a serializer gives for one row."""
    return etag_of_bytes(JSONRenderer().render(data))


def require_unchanged(request: Request, *etags: str, told: Callable[[], Mapping[str, Any]] = dict) -> None:
    """Raise PreconditionFailed unless If-Match (and If-None-Match), where sent, allow a change.

    ``etags`` are those of the row as it is now: several where it looks otherwise to others, and
    whoever changes it may have read it under any of them. ``told`` gives what the refusal says of the
    row. Raises ValidationError when If-Match is
    no ETag, for it must not be taken for nothing. Call it while the row is locked, else somebody
    may change it between the look and the write.
    """
    known = request.headers.get("If-Match")
    if known is not None and not parse_etags(known):
        raise ValidationError({"If-Match": ["Send the ETag as it was received, with its quotes."]})
    allows = [get_conditional_response(request, etag=etag) is None for etag in etags]
    if not (all(allows) if known is None else any(allows)):
        raise PreconditionFailed(told())


def answer_not_modified_if_known(request: Request, response: Response) -> None:
    """Turn a 200 to GET or HEAD into a 304 when the caller has it. The guard has run by then."""
    if request.method in ("GET", "HEAD") and response.status_code == HTTPStatus.OK:
        response.add_post_render_callback(partial(_not_modified_if_known, request))


def _not_modified_if_known(request: Request, response: HttpResponse) -> HttpResponseBase:
    if "ETag" not in response:
        response["ETag"] = etag_of_bytes(response.content)
    asked = CONDITIONS.intersection(request.META)
    if not asked:
        return response
    if asked == {KNOWN} and request.META[KNOWN] == response["ETag"]:
        # What nearly all ask; Django would make another answer for it.
        response.status_code, response.content = HTTPStatus.NOT_MODIFIED, b""
        del response["Content-Type"]
        return response
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


def not_modified(request: Request, etag: str) -> HttpResponseBase | None:
    """Return the 304 for a caller whose If-None-Match names this ETag. Call it after the guard."""
    response = get_conditional_response(request, etag=etag)
    if response is None or response.status_code != HTTPStatus.NOT_MODIFIED:
        return None
    response["ETag"] = etag
    return response


def etag_of_bytes(content: bytes) -> str:
    """Return the strong ETag of an answer that is these bytes."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'
