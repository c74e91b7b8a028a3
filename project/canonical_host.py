"""Send pages asked under another host name to the one that SITE_URL names."""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

# The APIs answer under every allowed host; so do the addresses that a balancer asks.
ANY_HOST = re.compile(r"/(api/(?!docs/)|me/|gateway/|bff/|static/|pictures/|healthz$|readyz$|config\.json$)")


class OneHost:
    """Redirect pages to SITE_URL.

    ``localhost`` and ``127.0.0.1`` are different sites to a browser: cookies set under one are
    not sent to the other, so silent login and passkeys would fail without a word.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # The usual name first: Django's check of any other, which raises, comes again in CommonMiddleware.
        here = request.META.get("HTTP_HOST") == settings.SITE.netloc
        elsewhere = not here and request.get_host() != settings.SITE.netloc
        if elsewhere and request.method in ("GET", "HEAD") and not ANY_HOST.match(request.path):
            return HttpResponseRedirect(settings.SITE_URL + request.get_full_path())
        return self.get_response(request)
