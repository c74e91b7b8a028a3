"""What people and programs are told when something broke that nobody foresaw."""

import re

from django.http import HttpRequest, HttpResponse
from django.views.defaults import server_error as page

from resources.problems import problem

FOR_PROGRAMS = re.compile(r"/(api|me|gateway)(/|$)")
SENTENCE = "Something went wrong here, not with your request. The server's log says what."


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer an uncaught exception: problem details to programs, a page to people."""
    if FOR_PROGRAMS.match(request.path):
        return problem(500, SENTENCE)
    return page(request)
