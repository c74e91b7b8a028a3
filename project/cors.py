"""Let browser clients of other origins call the APIs: those of CORS_ORIGINS, by tokens and not by cookies."""

from collections.abc import Awaitable
from typing import Any

from corsheaders.middleware import CorsMiddleware
from corsheaders.signals import check_request_enabled
from django.conf import settings
from django.dispatch import receiver
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from permissions_api.routes import is_api, takes_sessions


class Cors(CorsMiddleware):
    """django-cors-headers, which asks each receiver below about every request, whoever sent it."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        # No setting and no client opens to another origin what a cookie opens.
        if takes_sessions(request.path_info):
            return self.get_response(request)
        if "HTTP_ORIGIN" not in request.META and is_api(request.path_info):
            return self.get_response(request)
        return super().__call__(request)


@receiver(check_request_enabled)
def let_other_origins_in(request: HttpRequest, **_signal: Any) -> bool:
    """Answer CORS. A yes would open any path, whatever the settings say, so the path is looked at here."""
    return is_api(request.path_info) and request.headers.get("Origin", "") in settings.CORS_ORIGINS
