"""Every refusal of the APIs as problem details (RFC 9457)."""

import json
import logging
import math
from collections.abc import Callable, Mapping
from functools import partial
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpResponse
from rest_framework import exceptions
from rest_framework.utils.encoders import JSONEncoder
from rest_framework.views import set_rollback

from resources.error_words import in_our_words

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"


class BodyTooLarge(exceptions.APIException):
    """The request's body is longer than DATA_UPLOAD_MAX_MEMORY_SIZE."""

    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    default_detail = "The body is too large. Send at most 1 MB."
    default_code = "body_too_large"


class DatabaseUnavailable(exceptions.APIException):
    """503: the database is away, or others held what is needed for too long. ``wait`` is in seconds."""

    status_code = HTTPStatus.SERVICE_UNAVAILABLE
    default_detail = "The database cannot be used just now. Try again shortly."
    default_code = problem_type = "database_unavailable"
    wait = 1


# What is answered to exceptions that Django itself raises.
DJANGOS: Mapping[type[Exception], Callable[[], exceptions.APIException]] = {
    Http404: partial(exceptions.NotFound, "There is nothing at this address."),
    PermissionDenied: exceptions.PermissionDenied,
    RequestDataTooBig: BodyTooLarge,  # before its base
    # such as a thousand query parameters
    SuspiciousOperation: partial(exceptions.ParseError, "The request cannot be read."),
}


def problem(
    status: int,
    detail: str,
    code: str | None = None,
    headers: Mapping[str, str] | None = None,
    **members: Any,
) -> HttpResponse:
    """Return a problem-details answer, inside DRF or outside.

    ``detail`` is a sentence for a person. ``code`` names the kind of problem for a machine
    and becomes its ``type``, a tag URI; without it the status says all (``about:blank``).
    ``members`` stand beside the standard ones.
    """
    body = {
        "type": f"tag:usher.example,2026:{code}" if code else "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": int(status),
        "detail": detail,
        **members,
    }
    return HttpResponse(
        # Half of a character, which a body's JSON may hold, has no bytes and stays written as \ud800.
        json.dumps(body, cls=JSONEncoder, ensure_ascii=False).encode(errors="backslashreplace"),
        status=status,
        content_type=MEDIA_TYPE,
        headers=headers,
    )


def problem_response(exception: Exception, context: Mapping[str, Any]) -> HttpResponse | None:
    """Return the answer to an exception that a DRF view raised; None lets it become a 500.

    DRF calls this (``EXCEPTION_HANDLER``). An exception may bring ``auth_header`` (the
    WWW-Authenticate of this very error), ``wait`` (seconds, for Retry-After), ``problem_type``
    (a code for machines) and ``problem_members`` (further members of the body).
    """
    refusal = _refusal(exception)
    if refusal is None:
        return None
    set_rollback()
    members = getattr(refusal, "problem_members", {})
    if isinstance(refusal, exceptions.ValidationError):
        members = {**members, "errors": _errors_by_field(refusal.detail)}
    return problem(
        refusal.status_code,
        _sentence(refusal),
        getattr(refusal, "problem_type", None),
        _headers(refusal),
        **members,
    )


def _refusal(exception: Exception) -> exceptions.APIException | None:
    if isinstance(exception, exceptions.APIException):
        return exception
    if isinstance(exception, InterfaceError | OperationalError):  # lost, locked, deadlocked, full
        log.error("The database cannot be used.", exc_info=exception)
        return DatabaseUnavailable()
    return next((refusal() for kind, refusal in DJANGOS.items() if isinstance(exception, kind)), None)


def _sentence(refusal: exceptions.APIException) -> str:
    if isinstance(refusal, exceptions.ValidationError):
        return "Some of what was sent is not valid; errors says what."
    return str(refusal.detail)


def _errors_by_field(detail: Any) -> dict[str, Any]:
    said: Any = in_our_words(detail)
    return said if isinstance(said, dict) else {"non_field_errors": said}


def _headers(refusal: exceptions.APIException) -> dict[str, str]:
    headers = {}
    if challenge := getattr(refusal, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if (wait := getattr(refusal, "wait", None)) is not None:
        headers["Retry-After"] = str(max(1, math.ceil(wait)))
    return headers
