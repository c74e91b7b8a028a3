"""Problem details (RFC 9457): how the APIs write every refusal."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from rest_framework.exceptions import APIException
from rest_framework.utils.encoders import JSONEncoder

from permissions_api.conf import Misconfigured, conf

MEDIA_TYPE = "application/problem+json"


def problem(
    status: int,
    detail: str,
    code: str,
    headers: Mapping[str, str] | None = None,
    **members: Any,
) -> HttpResponse:
    """Return a problem-details answer, inside DRF or outside.

    ``detail`` is a sentence for a person. ``code`` names the kind of problem for a machine: it never
    changes, and ends the ``type``, a URI. ``members`` stand beside the standard ones.
    """
    body = {
        "type": problem_type(code),
        "title": HTTPStatus(status).phrase,
        "status": int(status),
        "code": code,
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


def problem_of(refusal: type[APIException], headers: Mapping[str, str] | None = None) -> HttpResponse:
    """Return the answer to a refusal that always says the same, where no view is there to raise it in."""
    return problem(refusal.status_code, str(refusal.default_detail), refusal.default_code, headers)


def problem_type(code: str) -> str:
    """Return the address where a kind of problem is explained."""
    try:
        return f"{conf.PROBLEM_TYPES or conf.AUDIENCE + '#'}{code}"
    except Misconfigured:  # which may be the very thing that is told
        return "about:blank"
