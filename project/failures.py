"""What people and programs are told when something broke that nobody foresaw."""

from django.http import HttpRequest, HttpResponse
from django.views.defaults import server_error as page

from permissions_api.routes import API_ROOTS
from resources.problems import problem

SENTENCE = "Something went wrong here, not with your request. The server's log says what."


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer an uncaught exception: problem details to programs, a page to people."""
    if request.path.split("/")[1] in API_ROOTS:
        return problem(500, SENTENCE)
    return page(request)
