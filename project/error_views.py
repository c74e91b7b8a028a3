"""What people and programs are told when the database is away, or something broke that nobody foresaw."""

import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.defaults import server_error as page

from permissions_api.exceptions import DatabaseUnavailable
from permissions_api.problem_details import problem_of
from permissions_api.routes import is_api
from project.exceptions import ServerError

AWAY = DatabaseUnavailable.default_detail
RETRY_AFTER = str(DatabaseUnavailable.wait)


def server_error(request: HttpRequest) -> HttpResponseBase:
    """Answer an uncaught exception: problem details to programs, a page to people.

    A database that is away, hangs, is locked or full (Django's OperationalError) is 503.
    """
    if isinstance(sys.exception(), InterfaceError | OperationalError):
        return _unavailable(request)
    if is_api(request.path):
        return problem_of(ServerError)
    return page(request)


def _unavailable(request: HttpRequest) -> HttpResponseBase:
    if is_api(request.path):
        return problem_of(DatabaseUnavailable, {"Retry-After": RETRY_AFTER})
    answer = None
    if settings.EMBEDDED:
        from identity import outage  # noqa: PLC0415  not installed with an external issuer

        answer = outage.answer(request, AWAY)
    answer = answer or render(request, "503.html", {"sentence": AWAY})
    answer.status_code = 503
    answer["Retry-After"] = RETRY_AFTER
    return answer
