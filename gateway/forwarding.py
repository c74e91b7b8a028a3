"""Bring a request to its API with a token of that API, and the answer back."""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpResponse
from rest_framework.exceptions import ParseError
from rest_framework.request import Request

from gateway.bodies import body_of
from gateway.connections import Answer, Body, Upstream, upstream_at
from gateway.exceptions import BadGateway, NoUpstream
from gateway.responses import PRINTABLE, made_from
from gateway.routing import Destination
from gateway.tokens import Credential
from permissions_api.addresses import client_address
from permissions_api.authentication import bearer_token
from permissions_api.conf import conf
from permissions_api.exceptions import InsufficientScope
from permissions_api.on_behalf_of import ACTING_FOR, acting_for
from permissions_api.permissions import valid_token
from resources.links import GATEWAY

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


def forward(request: Request, destination: Destination) -> HttpResponse:
    """Return the API's answer. Call it after the guard.

    Raises BadGateway, GatewayTimeout, NoUpstream, TokensUnavailable, InvalidToken,
    LengthRequired and ParseError.
    """
    origin = settings.GATEWAY_UPSTREAMS.get(destination.resource.name)
    if not origin:
        raise NoUpstream(destination.resource.name)
    method = str(request.method)
    body, length = body_of(request)
    headers = _headers(request)
    if length:
        headers["Content-Length"] = str(length)
    address = _address(request, destination)
    subject_token = (bearer_token(request) or "") if conf.strategy.exchanges else None
    credential = Credential(destination.resource_for(method), subject_token)
    if not credential.exchanged:
        # The gateway's own token does not say for whom it asks.
        headers[ACTING_FOR] = acting_for(valid_token(request))
    answer = _answer(upstream_at(origin), credential, method, address, headers, body)
    if _is_about_a_permission(answer) and not credential.exchanged:
        answer.close()
        raise BadGateway(
            f"The API refuses the gateway itself: grant '{destination.permissions[method]}'"
            f" to the client {conf.GATEWAY_CLIENT_ID}."
        )
    return made_from(answer, method, origin, destination.resource)


def _answer(
    upstream: Upstream,
    credential: Credential,
    method: str,
    address: str,
    headers: dict[str, str],
    body: Body,
) -> Answer:
    """Ask, and once more with a new token where the API no longer takes the one at hand."""
    token = credential.token()
    answer = upstream.ask(method, address, {**headers, "Authorization": f"Bearer {token}"}, body)
    if answer.status != HTTPStatus.UNAUTHORIZED:
        return answer
    answer.close()
    if credential.refused(token) and isinstance(body, bytes | None):
        token = credential.token()
        answer = upstream.ask(method, address, {**headers, "Authorization": f"Bearer {token}"}, body)
        if answer.status != HTTPStatus.UNAUTHORIZED:
            return answer
        answer.close()
    raise BadGateway(
        "The API does not accept the gateway's token. Try again; if it stays, look at AUDIENCES."
    )


def _is_about_a_permission(answer: Answer) -> bool:
    """Tell a token that lacks a permission from other refusals, such as to give what the person lacks."""
    challenge = answer.headers.get("www-authenticate", "")
    return answer.status == HTTPStatus.FORBIDDEN and f'error="{InsufficientScope.problem_type}"' in challenge


def _headers(request: Request) -> dict[str, str]:
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
        "X-Forwarded-Prefix": GATEWAY,  # for links in the answer
        "X-Forwarded-For": client_address(request).partition("/")[0],
    }


def _address(request: Request, destination: Destination) -> str:
    query = request.META.get("QUERY_STRING", "")
    if not query:
        return destination.path
    if not PRINTABLE.fullmatch(query) or " " in query or "\t" in query:
        raise ParseError("The query of the address cannot be read.")
    return f"{destination.path}?{query}"
