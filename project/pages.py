"""What pages need of Django's middlewares, and APIs do not: sessions, CSRF tokens, logins and messages.

Who asks an API shows a token, so nothing is looked up for it here. A view of an API that forgot to be exempt
from CSRF refuses every change, for the request has no token of that kind.
"""

from typing import Any

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest
from django.middleware.csrf import CsrfViewMiddleware

from permissions_api.routes import is_api

DOCS = "/api/docs/"  # the one page below the APIs


def is_page(path: str) -> bool:
    return not is_api(path) or path.startswith(DOCS)


class ForPages:
    """Let requests to the APIs pass by the middleware that stands next among a class's bases."""

    get_response: Any

    def __call__(self, request: HttpRequest) -> Any:
        if not is_page(request.path_info):
            return self.get_response(request)
        return super().__call__(request)  # type: ignore[misc]  # that middleware's


class Sessions(ForPages, SessionMiddleware):
    """Django's, for pages."""


class CsrfTokens(ForPages, CsrfViewMiddleware):
    """Django's, for pages."""


class Logins(ForPages, AuthenticationMiddleware):
    """Django's, for pages."""


class Messages(ForPages, MessageMiddleware):
    """Django's, for pages."""
