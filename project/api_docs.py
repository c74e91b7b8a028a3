"""The API docs: Swagger UI from our own origin, with a login that works."""

import math
import time
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.encoding import force_bytes
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.settings import spectacular_settings
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from bff.cookies import session_name
from bff.forgery import HEADER
from permissions_api.conditional import etag_of_bytes
from permissions_api.conf import conf
from permissions_api.permissions import Open, open_to_all
from permissions_api.resource import declared_resources
from permissions_api.schema import COOKIE, PAGE
from permissions_api.tokens.endpoints import issuer_endpoints
from permissions_api.views import GuardedView
from project.csp import let_issuer_in
from resources import schema  # noqa: F401  drf-spectacular knows what has been imported.
from resources.links import BFF

# Swagger UI logs in through a window that answers to the page which opened it. With the provider
# on our own origin both keep the site's policy; a tenant's pages would cut the tie under it.
PAGE_POLICY, CALLBACK_POLICY = (
    ("same-origin", "same-origin") if settings.EMBEDDED else ("same-origin-allow-popups", "unsafe-none")
)
POLICY_HEADER = "Cross-Origin-Opener-Policy"
# What stands in Swagger UI, in English alone, of what is its own.
SWAGGER_SAYS = (
    *(gettext_noop("Try it out"), gettext_noop("Cancel"), gettext_noop("Reset")),
    *(gettext_noop("Execute"), gettext_noop("Clear"), gettext_noop("Download"), gettext_noop("Servers")),
    *(gettext_noop("Parameters"), gettext_noop("No parameters"), gettext_noop("Request body")),
    *(gettext_noop("Name"), gettext_noop("Description"), gettext_noop("Responses"), gettext_noop("Code")),
    *(gettext_noop("Links"), gettext_noop("No links"), gettext_noop("Details"), gettext_noop("Curl")),
    *(gettext_noop("Request URL"), gettext_noop("Server response"), gettext_noop("Response body")),
    *(
        gettext_noop("Response headers"),
        gettext_noop("Media type"),
        gettext_noop("Example Value"),
        gettext_noop("Edit Value"),
    ),
    *(gettext_noop("Schema"), gettext_noop("required"), gettext_noop("Error:"), gettext_noop("Examples:")),
)
IN_FORCE = (
    "A login, where AUDIENCE_STRATEGY=backend_for_frontend. The cookie opens nothing but what is below /bff."
)
FROM_A_PAGE = (
    "The handle that /bff/session gave, for it to be this session's own page that asks; there alone 1."
)


class Schema(GuardedView, SpectacularAPIView):
    """The OpenAPI document, for everybody, as YAML or JSON; its ETag follows from what it says."""

    permission_classes = [Open]

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        kept = _document(type(request.accepted_renderer))
        answer = HttpResponse(kept.content, content_type=kept.media_type, headers={"ETag": kept.etag})
        return get_conditional_response(request, etag=kept.etag, response=answer) or answer


class Docs(GuardedView, SpectacularSwaggerView):
    """Swagger UI in the site's own page, told what it needs in JSON: no script stands in the page."""

    permission_classes = [Open]
    template_name = "project/docs.html"

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        answer: Response = super().get(request, *args, **kwargs)  # type: ignore[no-untyped-call]  # spectacular's
        # Where tokens stay at the server no page is a client of the issuer: requests go by the session, or
        # with a token given by hand.
        sessions = conf.strategy.sessions
        answer.data |= {
            "sessions": sessions,
            "docs": {
                "config": {"url": answer.data["schema_url"], **spectacular_settings.SWAGGER_UI_SETTINGS},
                "oauth2": None if sessions else spectacular_settings.SWAGGER_UI_OAUTH2_CONFIG,
                "sessions": sessions,
                "said": {words: said for words in SWAGGER_SAYS if (said := gettext(words)) != words},
            },
        }
        answer[POLICY_HEADER] = PAGE_POLICY
        let_issuer_in(answer)
        return answer


def add_tags_of_resources(result: dict[str, Any], **_options: Any) -> dict[str, Any]:
    """Describe each resource's tag in the document, in the menu's order."""
    tags = [{"name": api.name, "description": f"The API {api.audience}"} for api in declared_resources()]
    return {**result, "tags": [*tags, *result["tags"]]}


def add_sessions(result: dict[str, Any], **_options: Any) -> dict[str, Any]:
    """Say what stands for a session, and where one opens the APIs: below /bff, where it is in force."""
    site = {"url": settings.SITE_URL, "description": "This site."}
    if conf.strategy.sessions:
        by_session = {"url": f"{settings.SITE_URL}{BFF}", "description": "By the session of this browser."}
        result["servers"] = [by_session, {**site, "description": "By a token that you have already."}]
        for path, operations in result["paths"].items():
            for operation in operations.values() if path.startswith(f"{BFF}/") else ():
                operation["servers"] = [site]
    result["components"]["securitySchemes"] |= {
        COOKIE: {"type": "apiKey", "in": "cookie", "name": session_name(), "description": IN_FORCE},
        PAGE: {"type": "apiKey", "in": "header", "name": HEADER, "description": FROM_A_PAGE},
    }
    return result


@dataclass(frozen=True, slots=True)
class _Document:
    content: bytes
    media_type: str
    etag: str
    remade_at: float  # of time.monotonic()


def _document(renderer: type[BaseRenderer]) -> _Document:
    """Return the document in one form, made when first asked for and kept as long as the process lives.

    Making it takes some tenths of a second, and its makers cannot be set up by two threads at once:
    one makes it, the others wait. Neither the code nor the settings change under a process; only an
    issuer that could not be asked where people log in may answer later.
    """
    with _making:
        kept = _documents.get(renderer)
        if kept is None or time.monotonic() >= kept.remade_at:
            document = SchemaGenerator().get_schema(request=None, public=True)
            content = force_bytes(renderer().render(document))
            remade_at = math.inf if issuer_endpoints() else time.monotonic() + conf.JWKS_COOLDOWN
            _documents[renderer] = _Document(content, renderer.media_type, etag_of_bytes(content), remade_at)
        return _documents[renderer]


_documents: dict[type[BaseRenderer], _Document] = {}
_making = Lock()


@open_to_all
@require_safe
def callback(request: HttpRequest) -> HttpResponse:
    """Hand the answer of a login on to the Swagger UI that opened this window."""
    answer = render(request, "project/docs_callback.html")
    answer[POLICY_HEADER] = CALLBACK_POLICY
    return answer
