"""Answer for an API that another process serves (``APPS``)."""

from django.http import HttpRequest, HttpResponse
from django.urls import re_path
from django.views.decorators.csrf import csrf_exempt

from permissions_api.permissions import open_to_all
from permissions_api.problem_details import problem


@open_to_all
@csrf_exempt  # It does nothing, and is to say so whatever the method.
def elsewhere(request: HttpRequest) -> HttpResponse:
    """Say that this process does not serve what was asked for."""
    name = request.path.split("/")[2]
    return problem(
        404, f"This process does not serve the API '{name}' (APPS); another one does.", "not_found"
    )


urlpatterns = [re_path(r"", elsewhere)]
