"""The API docs: Swagger UI from our own origin, with a login that works."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView
from rest_framework.request import Request
from rest_framework.response import Response

from permissions_api.permissions import Open, open_to_all
from resources.views import GuardedView

# Swagger UI logs in through a window that answers to the page which opened it. With the provider
# on our own origin both keep the site's policy; a tenant's pages would cut the tie under it.
PAGE_POLICY, CALLBACK_POLICY = (
    ("same-origin", "same-origin") if settings.EMBEDDED else ("same-origin-allow-popups", "unsafe-none")
)
POLICY_HEADER = "Cross-Origin-Opener-Policy"


class Schema(GuardedView, SpectacularAPIView):
    """The OpenAPI document, for everybody."""

    permission_classes = [Open]


class Docs(GuardedView, SpectacularSwaggerView):
    """Swagger UI in the site's own page, whose scripts carry the nonce of the request."""

    permission_classes = [Open]
    template_name = "project/docs.html"

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        answer: Response = super().get(request, *args, **kwargs)  # type: ignore[no-untyped-call]
        answer[POLICY_HEADER] = PAGE_POLICY
        return answer


@open_to_all
@require_safe
def callback(request: HttpRequest) -> HttpResponse:
    """Hand the answer of a login on to the Swagger UI that opened this window."""
    answer = render(request, "project/docs_callback.html")
    answer[POLICY_HEADER] = CALLBACK_POLICY
    return answer
