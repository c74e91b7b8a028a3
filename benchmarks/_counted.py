"""The settings with many permissions, and with the Management API counted."""
# ruff: noqa: F403, F405  Settings are taken over whole.

import os
from collections.abc import Callable
from pathlib import Path

from django.http import HttpRequest, HttpResponse

from benchmarks._many_permissions import *


def counting(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Write a dot into the file that ASKED names for each request to the Management API."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/api/v2/"):
            with Path(os.environ["ASKED"]).open("a") as file:
                file.write(".")
        return get_response(request)

    return answer


MIDDLEWARE = [f"{__name__}.counting", *MIDDLEWARE]
