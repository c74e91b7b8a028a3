"""Bring a page's request to its API with the person's own token, which the page never sees.

An API that this process serves is called as Django calls it, with a request made anew; one that another
process serves is asked in the gateway's way.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import Resolver404, ResolverMatch, resolve

from audit.origin import present_request, present_request_id
from bff import sessions, tokens
from bff.exceptions import SessionEnded
from bff.models import Session
from gateway.connections import Answer
from gateway.exceptions import NoUpstream
from gateway.forwarding import PASSED_ON, ask_upstream, refuses_token, with_token
from gateway.responses import READ_FIRST, made_from, private_caching, varies
from gateway.routing import LONGEST_PATH, MOST_KEPT, Destination, brought_location, is_served
from permissions_api.addresses import client_address
from permissions_api.audiences import accepted_audience
from permissions_api.conf import conf
from permissions_api.effective_permissions import DEACTIVATED
from permissions_api.routes import Route
from permissions_api.views import GuardMixin, refuse_large_body
from resources.links import BFF, VIA_HEADER

# What of a request makes it up, beside the headers that go on. Whatever else a browser sends stays here.
KEPT = (*PASSED_ON, "CONTENT_LENGTH", "QUERY_STRING", "REQUEST_METHOD", "SERVER_PROTOCOL", "wsgi.input")
LINKS = ("Location", "Content-Location")


@dataclass(frozen=True, slots=True)
class SessionCredential:
    """How a session shows itself to the APIs of one audience: by the token that is held for it."""

    session: Session
    audience: str

    def token(self) -> str:
        """Return the token to send now. Raises SessionEnded, TokensUnavailable and BadGateway."""
        return tokens.token_for(self.session, self.audience)

    def refused(self, token: str, answer: Answer | HttpResponseBase) -> bool:
        """Return whether another token makes sense. Raises SessionEnded where none would ever do."""
        if _detail(answer) == DEACTIVATED:
            raise self.ended(DEACTIVATED)
        return tokens.refused(self.session, self.audience, token)

    def ended(self, sentence: str | None = None) -> SessionEnded:
        """End the session, whose tokens open nothing any more."""
        sessions.end(self.session, "its tokens are refused")
        return SessionEnded(sentence)


def me(session: Session, request: HttpRequest, found: ResolverMatch) -> HttpResponseBase:
    """Return what /me answers to the token that names what the person holds everywhere."""
    return _called(SessionCredential(session, conf.AUDIENCE), request, found, request.path_info[len(BFF) :])


def api(session: Session, request: HttpRequest, destination: Destination) -> HttpResponseBase:
    """Return the answer of an API to a token of its own.

    Raises NoUpstream, BadGateway, GatewayTimeout, SessionEnded, TokensUnavailable, LengthRequired and
    ParseError.
    """
    resource, method = destination.resource, str(request.method)
    credential = SessionCredential(session, accepted_audience(destination.resource_for(method)))
    if not settings.GATEWAY_UPSTREAMS.get(resource.name):
        if not is_served(resource.name):
            raise NoUpstream(resource.name)
        response = _called(credential, request, destination.view, request.path_info[len(BFF) :])
        for name in LINKS:
            if name in response:
                response[name] = brought_location(response[name], settings.SITE_URL, resource, BFF) or ""
        return response
    refuse_large_body(request)
    answer = ask_upstream(request, destination, credential, BFF)
    if refuses_token(answer):
        answer.close()
        raise credential.ended()
    return _for_one_browser(made_from(answer, method, destination, BFF))


@lru_cache(MOST_KEPT)
def find_me(rest: str) -> ResolverMatch | None:
    """Return the guarded view below /me at this address, None where there is none."""
    if len(rest) > LONGEST_PATH:
        return None
    try:
        found = resolve(f"/me/{rest}")
    except Resolver404:
        return None
    view = Route("", found.func).view() if found.route.startswith("me/") else None
    return found if isinstance(view, GuardMixin) else None


def _called(
    credential: SessionCredential, request: HttpRequest, found: ResolverMatch, path: str
) -> HttpResponseBase:
    def ask(token: str) -> HttpResponseBase:
        with _answering(_made_anew(request, path, token)) as fresh:
            response: HttpResponseBase = found.func(fresh, *found.args, **found.kwargs)
            # What Django does with the answer of a view.
            return response.render() if hasattr(response, "render") else response

    # The guard comes before the body is read.
    response = with_token(credential, ask, repeatable=True)
    if refuses_token(response):
        raise credential.ended()
    response.cookies.clear()
    return _for_one_browser(response)


def _made_anew(request: HttpRequest, path: str, token: str) -> HttpRequest:
    """Return a request for a path of this process: its parts, headers that go on, and nothing else."""
    told = request.META
    return WSGIRequest(
        {
            **{name: told[name] for name in KEPT if name in told},
            "PATH_INFO": path.encode().decode("latin-1"),
            "HTTP_AUTHORIZATION": f"Bearer {token}",
            "HTTP_HOST": settings.SITE.netloc,
            "wsgi.url_scheme": settings.SITE.scheme,
            "REMOTE_ADDR": client_address(request).partition("/")[0],
            VIA_HEADER: BFF,  # for links in the answer
        }
    )


@contextmanager
def _answering(request: HttpRequest) -> Iterator[HttpRequest]:
    """Let the trail know that this request is answered now, under the id of the one that it stands for."""
    before = present_request.set((request, present_request_id()))
    try:
        yield request
    finally:
        present_request.reset(before)


def _for_one_browser(response: HttpResponseBase) -> HttpResponseBase:
    response["Cache-Control"] = private_caching(response.get("Cache-Control", ""))
    response["Vary"] = varies(response.get("Vary", ""), "Cookie")
    return response


def _detail(answer: Answer | HttpResponseBase) -> object:
    """Return the sentence of a refusal in problem details, None without one."""
    content = answer.read(READ_FIRST) if isinstance(answer, Answer) else getattr(answer, "content", b"")
    try:
        problem = json.loads(content)
    except ValueError:
        return None
    return problem.get("detail") if isinstance(problem, dict) else None
