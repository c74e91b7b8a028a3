"""Answer every exception of a DRF view with problem details, and log who comes without a valid token."""

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
from rest_framework.request import Request

from permissions_api.addresses import client_address
from permissions_api.authentication import audiences_for
from permissions_api.conf import Misconfigured, conf
from permissions_api.error_messages import field_errors, in_our_words
from permissions_api.exceptions import BearerError, BodyTooLarge, DatabaseUnavailable, NotConfigured
from permissions_api.metadata.document import metadata_address
from permissions_api.problem_catalogue import code_of
from permissions_api.problem_details import problem

log = logging.getLogger("permissions_api.refusals")

# What is answered to exceptions that Django itself raises.
DJANGOS: Mapping[type[Exception], Callable[[], exceptions.APIException]] = {
    Http404: partial(exceptions.NotFound, "There is nothing at this address."),
    PermissionDenied: exceptions.PermissionDenied,
    RequestDataTooBig: BodyTooLarge,  # before its base
    # such as a thousand query parameters
    SuspiciousOperation: partial(exceptions.ParseError, "The request cannot be read."),
}


def exception_handler(exception: Exception, context: Mapping[str, Any]) -> HttpResponse | None:
    """Return the answer to an exception that a DRF view raised; None lets it become a 500.

    DRF calls this (``EXCEPTION_HANDLER``). What is refused for want of a valid token (401) leaves a
    line on the log, and no row. An exception may bring ``auth_header`` (the
    WWW-Authenticate of this very error), ``wait`` (seconds, for Retry-After), ``problem_members``
    (further members of the body) and ``logged`` (whether the log has its reason already).
    """
    # It imports what the project names as defaults, and this among them.
    from rest_framework.views import set_rollback  # noqa: PLC0415

    refusal = _refusal(exception)
    if refusal is None:
        return None
    if isinstance(refusal, BearerError) and refusal.status_code == HTTPStatus.UNAUTHORIZED:
        _log(context["request"], refusal)
    set_rollback()
    answer = answer_to(refusal, context)
    # Django would add a line of its own, for each request and without the reason.
    answer._has_been_logged = getattr(refusal, "logged", False)  # type: ignore[attr-defined]  # Django's own name
    return answer


def answer_to(refusal: exceptions.APIException, context: Mapping[str, Any]) -> HttpResponse:
    """Return what is answered to a refusal, whoever raised it."""
    members = getattr(refusal, "problem_members", {})
    if isinstance(refusal, exceptions.ValidationError):
        members = {**members, "errors": _by_field(refusal.detail)}
    if "errors" in members:
        errors = members["errors"]
        members = {**members, "errors": in_our_words(errors), "field_errors": field_errors(errors)}
    return problem(
        refusal.status_code,
        _sentence(refusal),
        code_of(type(refusal)),
        _headers(refusal, context),
        **members,
    )


def _refusal(exception: Exception) -> exceptions.APIException | None:
    if isinstance(exception, exceptions.APIException):
        return exception
    if isinstance(exception, InterfaceError | OperationalError):  # lost, locked, deadlocked, full
        log.error("The database cannot be used.", exc_info=exception)
        return DatabaseUnavailable()
    if isinstance(exception, Misconfigured):
        log.error("%s", exception)
        return NotConfigured()
    return next((refusal() for kind, refusal in DJANGOS.items() if isinstance(exception, kind)), None)


def _sentence(refusal: exceptions.APIException) -> str:
    if isinstance(refusal, exceptions.ValidationError):
        return "Some of what was sent is not valid; errors says what."
    return str(refusal.detail)


def _by_field(detail: Any) -> dict[str, Any]:
    return detail if isinstance(detail, dict) else {"non_field_errors": detail}


def _headers(refusal: exceptions.APIException, context: Mapping[str, Any]) -> dict[str, str]:
    headers = {}
    if challenge := getattr(refusal, "auth_header", None):
        headers["WWW-Authenticate"] = challenge + _metadata(refusal, context)
    if (wait := getattr(refusal, "wait", None)) is not None:
        headers["Retry-After"] = str(max(1, math.ceil(wait)))
    return headers


def _metadata(refusal: exceptions.APIException, context: Mapping[str, Any]) -> str:
    """Return the parameter by which a client learns where to get a token (RFC 9728 section 5.1)."""
    if not conf.ORIGIN or not isinstance(refusal, BearerError):
        return ""
    address = metadata_address(audiences_for(context["view"], context["request"].method or "")[0])
    return f', resource_metadata="{address}"' if address else ""


def _log(request: Request, refusal: BearerError) -> None:
    # What others chose is written as JSON strings, so that no value begins a line of its own.
    log.info(
        "address=%s %s %s status=401 error=%s why=%s",
        json.dumps(client_address(request)),
        json.dumps(request.method),
        json.dumps(request.path),
        refusal.default_code,
        json.dumps(refusal.description),
    )
