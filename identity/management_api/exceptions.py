"""Why the stand-in refuses, in the words and shapes of Auth0's Management API v2."""

import json
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse, JsonResponse
from rest_framework import exceptions

from permissions_api.exception_handler import exception_handler
from permissions_api.exceptions import InsufficientScope


class Refused(exceptions.APIException):
    """A refusal with Auth0's ``errorCode``."""

    def __init__(self, status: HTTPStatus, code: str, message: str) -> None:
        super().__init__(message)
        self.status_code, self.error_code = status, code


def invalid_body(message: str) -> Refused:
    return Refused(HTTPStatus.BAD_REQUEST, "invalid_body", f"Payload validation error: '{message}'.")


def invalid_query(message: str) -> Refused:
    return Refused(HTTPStatus.BAD_REQUEST, "invalid_query_string", f"Query validation error: '{message}'.")


def inexistent(what: str) -> Refused:
    return Refused(
        HTTPStatus.NOT_FOUND, f"inexistent_{what}", f"The {what.replace('_', ' ')} does not exist."
    )


# What the exceptions of the house are called at Auth0.
CODES = {
    "invalid_token": "invalid_token",
    "name_taken": "conflict",
    "last_role_editor": "last_role_editor",
}


def answer(exception: Exception, context: Mapping[str, Any]) -> HttpResponse | None:
    """Answer every exception of a view as Auth0 does; None lets it become a 500.

    What the house would answer says the status and the headers.
    """
    ours = exception_handler(exception, context)
    if ours is None:
        return None
    return refusal(ours.status_code, *_words(exception, context, ours), headers=ours.headers)


def refusal(
    status: int, message: str, code: str | None = None, headers: Mapping[str, str] | None = None
) -> JsonResponse:
    body = {"statusCode": status, "error": HTTPStatus(status).phrase, "message": message}
    kept = {name: value for name, value in (headers or {}).items() if name.lower() != "content-type"}
    return JsonResponse(body | ({"errorCode": code} if code else {}), status=status, headers=kept)


def _words(exception: Exception, context: Mapping[str, Any], ours: HttpResponse) -> tuple[str, str | None]:
    if isinstance(exception, Refused):
        return str(exception.detail), exception.error_code
    if isinstance(exception, InsufficientScope):
        return insufficient(context["view"].operation.scopes)
    if isinstance(exception, exceptions.Throttled):
        return "Global limit has been reached", "too_many_requests"
    problem = json.loads(ours.content)
    if isinstance(exception, exceptions.ValidationError | exceptions.ParseError):
        said = problem.get("errors") or problem["detail"]
        return f"Payload validation error: '{_sentences(said)}'.", "invalid_body"
    return problem["detail"], CODES.get(problem["code"])


def insufficient(scopes: Iterable[str]) -> tuple[str, str]:
    named = tuple(scopes)
    expected = "all of" if len(named) > 1 else "any of"
    return f"Insufficient scope, expected {expected}: {','.join(named)}", "insufficient_scope"


def _sentences(said: Any) -> str:
    """Return the sentences of errors by field in one line."""
    if isinstance(said, dict):
        return " ".join(_sentences(each) for each in said.values())
    return " ".join(map(str, said)) if isinstance(said, list) else str(said)
