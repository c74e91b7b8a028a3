"""Answer in the place of what is at fault, in the demo alone."""

import time
from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse

from identity.faults.switches import BROKEN, PLACES, SLOW, TOO_MANY, may_be_made
from identity.management_api.exceptions import refusal
from identity.models import Fault


class Faults:
    """The middleware. It costs a question at the addresses of ``PLACES`` and nothing elsewhere."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        place = next((name for name, path in PLACES.items() if request.path.startswith(path)), None)
        if place is None or not may_be_made():
            return self.get_response(request)
        found = {fault.kind: fault for fault in Fault.objects.filter(place=place)}
        if SLOW in found:
            time.sleep(found[SLOW].seconds)
        if BROKEN in found:
            return refusal(HTTPStatus.INTERNAL_SERVER_ERROR, "An internal server error occurred")
        return _too_many(place) if TOO_MANY in found else self.get_response(request)


def _too_many(place: str) -> HttpResponse:
    sentence = "Global limit has been reached"
    reset = int(time.time()) + 1
    headers = {"x-ratelimit-limit": "1", "x-ratelimit-remaining": "0", "x-ratelimit-reset": str(reset)}
    status = HTTPStatus.TOO_MANY_REQUESTS
    if place == "token":
        body = {"error": "too_many_requests", "error_description": sentence}
        return JsonResponse(body, status=status, headers=headers)
    return refusal(status, sentence, "too_many_requests", headers)
