"""Serve protected resource metadata to everybody: whoever reads it has no token yet."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from permissions_api.metadata.document import document_at
from permissions_api.problem_details import problem

SECONDS = 300  # that it may be kept for; it changes with the settings alone


@require_safe
def protected_resource(request: HttpRequest, path: str) -> HttpResponse:
    """Answer with the metadata of the API whose audience has this path, which any origin may read."""
    document = document_at(path)
    if document is None:
        sentence = "No API of this site has its metadata here."
        response: HttpResponse = problem(HTTPStatus.NOT_FOUND, sentence, "not_found")
    else:
        response = JsonResponse(dict(document))
        response["Cache-Control"] = f"public, max-age={SECONDS}"
    response["Access-Control-Allow-Origin"] = "*"
    return response
