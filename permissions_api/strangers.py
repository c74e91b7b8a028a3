"""Log who comes without a valid token: they leave no row of their own."""

import json
import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from permissions_api.errors import Refusal
from resources import problems
from resources.addresses import client_address

log = logging.getLogger("usher.strangers")


def problem_response(exception: Exception, context: Mapping[str, Any]) -> HttpResponse | None:
    """Return the answer to an exception that a DRF view raised (``EXCEPTION_HANDLER``).

    What is refused for want of a valid token (401) leaves a line on the log. Beyond ``API_RATE``,
    which counts it by address, it is 429 and leaves none.
    """
    if isinstance(exception, Refusal) and exception.status_code == HTTPStatus.UNAUTHORIZED:
        _write(context["request"], exception)
    return problems.problem_response(exception, context)


def _write(request: Request, refusal: Refusal) -> None:
    # What others chose is written as JSON strings, so that no value begins a line of its own.
    log.info(
        "address=%s %s %s status=401 error=%s why=%s",
        json.dumps(client_address(request)),
        json.dumps(request.method),
        json.dumps(request.path),
        refusal.problem_type or "no_token",
        json.dumps(refusal.description),
    )
