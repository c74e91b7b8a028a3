"""The content security policy, for pages alone."""

from urllib.parse import urlsplit

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from permissions_api.conf import conf
from permissions_api.tokens.endpoints import issuer_endpoints

# What a page of ours asks in the background, and what it shows in a hidden frame.
ASKED = ("token_endpoint", "userinfo_endpoint", "revocation_endpoint")
FRAMED = ("authorization_endpoint",)


class PagePolicy(CSPMiddleware):
    """django-csp, but not for JSON and for what is empty: no browser runs it, and it costs a tenth of a call.

    A 304 leaves the page that is known to the policy that it came with.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        kind = response.get("Content-Type", "")
        if not kind or "json" in kind:
            return response
        answer: HttpResponseBase = super().process_response(request, response)
        return answer


def let_issuer_in(response: HttpResponseBase) -> None:
    """Let a page that logs people in reach the issuer's endpoints, which may be on other hosts than it.

    Before the issuer could be asked they are not known, and the page reaches the issuer's own host alone.
    One whose tokens are at the server asks that alone.
    """
    if settings.EMBEDDED or conf.strategy.sessions:
        return
    endpoints = issuer_endpoints()
    response._csp_update = {  # type: ignore[attr-defined]  # as django-csp's decorators do
        directive: sorted({_origin(endpoints[name]) for name in names if name in endpoints})
        for directive, names in (("connect-src", ASKED), ("frame-src", FRAMED))
    }


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
