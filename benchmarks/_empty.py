"""An application that does nothing, in the server and the threads of the site: what they cost alone."""

import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402  Django is set up before what needs its apps.
from django.http import HttpResponse  # noqa: E402

from project.threads import InThreads  # noqa: E402

ANSWER = b"x" * 6_000  # as long as a list


def empty(_environ: dict[str, Any], start_response: Any) -> HttpResponse:
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(ANSWER)))]
    start_response("200 OK", headers)
    return HttpResponse(ANSWER)


def empty_by_wsgi(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """Answer the same as a list, which servers of WSGI send in one piece."""
    return [empty(environ, start_response).content]


application = InThreads(empty, settings.THREADS, apart=[])
