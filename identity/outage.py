"""What the provider says while the database is away, so that a client tells it from a refusal."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.urls import reverse
from oauth2_provider.models import Application

from identity.authorize.return_address import ReturnAddress, modes
from identity.clients.applications import origin_of

# Read by programs, which are told in JSON; all else below are pages.
FOR_PROGRAMS = ("/oauth/", "/userinfo", "/.well-known/")
AWAY = "temporarily_unavailable"  # RFC 6749 section 4.1.2.1; the token endpoint has no word of its own


def answer(request: HttpRequest, sentence: str) -> HttpResponseBase | None:
    """Return what the client can read, None where a page for people will do."""
    error = {"error": AWAY, "error_description": sentence}
    if request.path.startswith(FOR_PROGRAMS):
        return JsonResponse(error)
    frame = _hidden_frame(request)
    return frame.answer(request, error) if frame else None


def _hidden_frame(request: HttpRequest) -> ReturnAddress | None:
    """Return where a silent login of the site's own pages waits for its answer.

    Whether another's address is registered cannot be looked up now, so a message goes to this origin alone.
    """
    query = request.GET
    own = origin_of(query.get("redirect_uri", "")) == settings.SITE_URL
    framed = "web_message" in modes() and query.get("response_mode") == "web_message"
    if request.path != reverse("authorize") or not framed or not own:
        return None
    return ReturnAddress(Application(), query["redirect_uri"], query.get("state"), query["response_mode"])
