"""Bring a request to its API with a token of that API, and the answer back."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Protocol, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from rest_framework.exceptions import ParseError
from rest_framework.request import Request

from audit.origin import present_request_id
from gateway.bodies import body_of
from gateway.connections import Answer, upstream_at
from gateway.exceptions import BadGateway
from gateway.responses import PRINTABLE, made_from
from gateway.routing import Destination, upstream_of
from gateway.tokens import GatewayCredential
from permissions_api.acting_for import ACTING_FOR, acting_for
from permissions_api.addresses import client_address
from permissions_api.authentication import bearer_token
from permissions_api.conf import conf
from permissions_api.exceptions import InsufficientScope, InsufficientUserAuthentication
from permissions_api.permissions import valid_token
from resources.links import GATEWAY

AnswerOfAny = TypeVar("AnswerOfAny", Answer, HttpResponseBase)
IDEMPOTENCY_KEY = "Idempotency-Key"
# The headers that are passed on, as WSGI names them. Whatever else a browser sends stays here:
# its cookies, its own token, and what it claims about hosts and addresses.
PASSED_ON = {
    "HTTP_ACCEPT": "Accept",
    "HTTP_ACCEPT_LANGUAGE": "Accept-Language",
    "CONTENT_TYPE": "Content-Type",
    "HTTP_IDEMPOTENCY_KEY": IDEMPOTENCY_KEY,
    "HTTP_IF_MATCH": "If-Match",
    "HTTP_IF_NONE_MATCH": "If-None-Match",
    "HTTP_IF_MODIFIED_SINCE": "If-Modified-Since",
    "HTTP_IF_UNMODIFIED_SINCE": "If-Unmodified-Since",
}


class Credential(Protocol):
    """What shows who asks an API; there may be another token when it refuses the one at hand."""

    def token(self) -> str:
        """Return the token to send now."""

    def refused(self, token: str, answer: Answer | HttpResponseBase) -> bool:
        """Take note that the API refused this token. Returns whether asking for another makes sense."""


def forward(request: Request, destination: Destination) -> HttpResponse:
    """Return the API's answer to the gateway itself. Call it after the guard.

    Raises BadGateway, GatewayTimeout, NoUpstream, TokensUnavailable, InvalidToken,
    LengthRequired and ParseError.
    """
    method = str(request.method)
    subject_token = (bearer_token(request) or "") if conf.strategy.exchanges else None
    credential = GatewayCredential(destination.resource_for(method), subject_token)
    # The gateway's own token does not say for whom it asks.
    more = {} if credential.exchanged else {ACTING_FOR: acting_for(valid_token(request))}
    answer = ask_upstream(request._request, destination, credential, GATEWAY, more)
    if refuses_token(answer):
        answer.close()
        raise BadGateway(
            "The API does not accept the gateway's token. Try again; if it stays, look at AUDIENCES."
        )
    if _is_about_a_permission(answer) and not credential.exchanged:
        answer.close()
        raise BadGateway(
            f"The API refuses the gateway itself: grant '{destination.permissions[method]}'"
            f" to the client {conf.GATEWAY_CLIENT_ID}."
        )
    return made_from(answer, method, destination, GATEWAY)


def ask_upstream(
    request: HttpRequest,
    destination: Destination,
    credential: Credential,
    prefix: str,
    more: Mapping[str, str] | None = None,
) -> Answer:
    """Return the answer of the process that serves an API, with links below ``prefix``. Close it.

    It may refuse the token still. Raises BadGateway, GatewayTimeout, NoUpstream, LengthRequired,
    ParseError, and what the credential raises.
    """
    upstream = upstream_at(upstream_of(destination.resource))
    method, address = str(request.method), _address(request, destination)
    body, length = body_of(request)
    headers = {**_headers(request, prefix), **(more or {})}
    if length:
        headers["Content-Length"] = str(length)

    def ask(token: str) -> Answer:
        return upstream.ask(method, address, {**headers, "Authorization": f"Bearer {token}"}, body)

    return with_token(credential, ask, repeatable=isinstance(body, bytes | None))


def with_token(credential: Credential, ask: Callable[[str], AnswerOfAny], *, repeatable: bool) -> AnswerOfAny:
    """Ask, and once more with a new token where the API no longer takes the one at hand."""
    token = credential.token()
    answer = ask(token)
    if not refuses_token(answer):
        return answer
    try:
        again = credential.refused(token, answer) and repeatable
    except BaseException:
        _let_go(answer)
        raise
    if again:
        _let_go(answer)
        answer = ask(credential.token())
    return answer


def _let_go(answer: Answer | HttpResponseBase) -> None:
    # Django takes the closing of its own for the end of the whole request.
    if isinstance(answer, Answer):
        answer.close()


def refuses_token(answer: Answer | HttpResponseBase) -> bool:
    """Tell a token that is not taken from what else a 401 asks for."""
    status = answer.status if isinstance(answer, Answer) else answer.status_code
    challenge = answer.headers.get("www-authenticate") or ""
    # No other token of the same person says of a later login.
    about_the_login = f'error="{InsufficientUserAuthentication.default_code}"' in challenge
    return status == HTTPStatus.UNAUTHORIZED and not about_the_login


def _is_about_a_permission(answer: Answer) -> bool:
    """Tell a token that lacks a permission from other refusals, such as to give what the person lacks."""
    challenge = answer.headers.get("www-authenticate", "")
    return answer.status == HTTPStatus.FORBIDDEN and f'error="{InsufficientScope.default_code}"' in challenge


def _headers(request: HttpRequest, prefix: str) -> dict[str, str]:
    said = {name: request.META[key] for key, name in PASSED_ON.items() if key in request.META}
    # An empty header says nothing, but for this one, which the API refuses.
    headers = {name: value for name, value in said.items() if value or name == IDEMPOTENCY_KEY}
    if not all(PRINTABLE.fullmatch(value) for value in headers.values()):
        raise ParseError("A header of the request cannot be read.")
    return {
        **headers,
        "Accept-Encoding": "identity",
        "User-Agent": "usher-gateway",
        # An upstream of an https site would send plain http elsewhere.
        "X-Forwarded-Proto": settings.SITE.scheme,
        "X-Forwarded-Prefix": prefix,  # for links in the answer
        "X-Forwarded-For": client_address(request).partition("/")[0],
        "X-Request-ID": present_request_id(),
    }


def _address(request: HttpRequest, destination: Destination) -> str:
    query = request.META.get("QUERY_STRING", "")
    if not query:
        return destination.path
    if not PRINTABLE.fullmatch(query) or " " in query or "\t" in query:
        raise ParseError("The query of the address cannot be read.")
    return f"{destination.path}?{query}"
