"""Give a client its answer: in the address of a redirect, or as a message from a hidden frame.

``response_mode=web_message`` is what Auth0's SDKs use for silent login. The answer page posts
``{type: "authorization_response", response: {…}}`` to the exact origin of the registered redirect
address, which alone may frame it. Errors go the same way: an error page in a hidden frame would
be a minute of silence for the client.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.clickjacking import xframe_options_exempt
from oauth2_provider.models import Application

from identity.authorize.exceptions import NoReturnAddress
from identity.clients import page_clients
from identity.clients.applications import ClientRedirect, client_of, origin_of
from permissions_api.conf import conf


def modes() -> tuple[str, ...]:
    """Return how an answer may be asked for. None goes to a frame where tokens stay at the server."""
    return ("query",) if conf.strategy.sessions else ("query", "web_message")


@dataclass(frozen=True, slots=True)
class ReturnAddress:
    """Where the answer to one authorization request goes."""

    client: Application
    redirect_uri: str
    state: str | None
    mode: str

    @classmethod
    def of(cls, request: HttpRequest) -> "ReturnAddress":
        """Read it from the query. Raises NoReturnAddress, with a sentence for the person."""
        query = request.GET
        if any(
            len(query.getlist(name)) > 1 for name in ("client_id", "redirect_uri", "state", "response_mode")
        ):
            raise NoReturnAddress(gettext("The request names something twice that can only be said once."))
        client = client_of(query.get("client_id", ""))
        if client is None:
            raise NoReturnAddress(gettext("The application that sent you here is not registered."))
        redirect_uri = query.get("redirect_uri", "")
        if redirect_uri not in client.redirect_uris.split():
            raise NoReturnAddress(
                gettext("The application wants you sent to an address it has not registered.")
            )
        # Nobody registers such a client, but there may be one from before this strategy.
        if why := page_clients.refusal(client.client_type, [redirect_uri]):
            raise NoReturnAddress(why)
        mode = query.get("response_mode", "query")
        if mode == "web_message" and mode not in modes():
            raise NoReturnAddress(
                gettext("The application asked for an answer to a hidden frame; none goes there.")
            )
        return cls(client, redirect_uri, query.get("state"), mode)

    def answer(self, request: HttpRequest, parameters: Mapping[str, str]) -> HttpResponseBase:
        """Return the response that carries the parameters, with ``state`` and ``iss`` (RFC 9207)."""
        response = {**parameters, "iss": conf.ISSUER}
        if self.state is not None:
            response["state"] = self.state
        if self.mode == "web_message":
            return self._message(request, response)
        joint = "&" if urlsplit(self.redirect_uri).query else "?"
        return ClientRedirect(f"{self.redirect_uri}{joint}{urlencode(response)}")

    def _message(self, request: HttpRequest, response: Mapping[str, str]) -> HttpResponseBase:
        origin = origin_of(self.redirect_uri)

        @xframe_options_exempt
        @csp_replace({"frame-ancestors": [origin]})
        def page(request: HttpRequest) -> HttpResponse:
            message = {"origin": origin, "response": response}
            return render(request, "identity/web_message.html", {"message": message})

        return page(request)
