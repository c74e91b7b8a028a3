"""Give each request an id, and let the trail know which request is being answered."""

import re
import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from audit.origin import present_request
from permissions_api.addresses import is_trusted_proxy

HEADER, IN_ENVIRON = "X-Request-ID", "HTTP_X_REQUEST_ID"
USABLE = re.compile(r"[A-Za-z0-9._=+/-]{1,64}")


class RequestIds:
    """Answer every request with its X-Request-ID: a trusted proxy's, else a new one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = _from_proxy(request) or secrets.token_hex(16)
        before = present_request.set((request, request_id))
        try:
            response = self.get_response(request)
        finally:
            present_request.reset(before)
        response[HEADER] = request_id
        return response


def _from_proxy(request: HttpRequest) -> str | None:
    """Return the id that a trusted proxy gave. Anybody else could write another's id into the trail."""
    sent = request.META.get(IN_ENVIRON, "")
    usable = USABLE.fullmatch(sent) and is_trusted_proxy(request.META.get("REMOTE_ADDR", ""))
    return sent if usable else None
