"""In which language a page speaks: the one that was chosen, else what the browser asks for.

APIs speak English and a stable code, whoever asks: their requests pass by here unread.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from project.pages import is_page


class Languages:
    """Django's LocaleMiddleware, for pages alone, leaving nothing behind for the thread's next request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_page(request.path_info):
            return self.get_response(request)
        with translation.override(translation.get_language_from_request(request)):
            answer = self.get_response(request)
            is_html = answer.get("Content-Type", "").startswith("text/html")
            # A page that names its language speaks no other.
            if is_html and "Content-Language" not in answer:
                answer["Content-Language"] = translation.get_language()
                patch_vary_headers(answer, ("Accept-Language", "Cookie"))
            return answer


@csrf_exempt  # The app's page has no token of Django's; a browser says whether the form stood on this site.
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep a language and go back to where it was chosen."""
    language = request.POST.get("language", "")
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return HttpResponse("A language is chosen on this site's own pages.\n", "text/plain", 403)
    if language not in dict(settings.LANGUAGES):
        return HttpResponse("This site does not speak that language.\n", "text/plain", 400)
    answer = HttpResponseRedirect(_way_back(request))
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return answer


def _way_back(request: HttpRequest) -> str:
    """Return the page that the form stood on, never another site's."""
    page = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure()):
        return "/"
    # A path that begins with two slashes would be another site's name.
    parts = urlsplit(page)
    return parts._replace(scheme="", netloc="", path=f"/{parts.path.lstrip('/')}").geturl()
