"""Problem details (RFC 9457): how the APIs write every refusal."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from rest_framework.utils.encoders import JSONEncoder

MEDIA_TYPE = "application/problem+json"


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
