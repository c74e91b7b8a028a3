"""/bff/api/… and /bff/me/…: the answers of /api and /me to who has a session; POST /bff/renew."""

from http import HTTPStatus
from typing import Any, NoReturn

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import ResolverMatch
from django.utils.functional import cached_property
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import APIException, NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from bff import proxy, sessions, tokens
from bff.views import SessionView
from gateway.routing import METHODS, find_destination, methods_at
from permissions_api.conf import conf
from permissions_api.deadline import request_deadline

POLLED = "/bff/me/permissions"


class Proxied(SessionView):
    """An address that leads to another view, which asks for a token; the proxy puts it in."""

    _failure: Exception | None = None

    @cached_property
    def leads_to(self) -> Any:
        """Where that is; None where it is nowhere."""
        raise NotImplementedError

    @property
    def other_view(self) -> ResolverMatch | None:
        raise NotImplementedError

    def brought(self, request: HttpRequest) -> HttpResponseBase:
        """Return the answer from there."""
        raise NotImplementedError

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Guard and bring the request, past what the view there does too; what fails takes DRF's way."""
        try:
            if conf.strategy.sessions and request.method in METHODS and self.leads_to:
                with request_deadline():
                    self.session_of(request)
                    return self._forwarded(request)
        except Exception as failure:  # Raised again where it is answered as everywhere.
            self._failure = failure
        return super().dispatch(request, *args, **kwargs)

    def _forwarded(self, request: HttpRequest) -> HttpResponseBase:
        response = self.brought(request)
        is_poll = request.method == "GET" and request.path_info == POLLED
        if not is_poll and response.status_code != HTTPStatus.NOT_MODIFIED:
            sessions.touch(self.session)
        return response

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Guard alone: in which form, and how much, is for the API to look at, once it has guarded too."""
        self.refuse_where_not_in_force(request)
        try:
            if self._failure:
                raise self._failure
            self.check_permissions(request)
        except APIException:
            # What comes to an API counts there, and what comes to none here.
            self.check_throttles(request)
            raise

    def nowhere(self, request: Request, *args: Any, **kwargs: Any) -> NoReturn:
        self.check_throttles(request)
        raise NotFound("There is no such address at any API of this site.")

    get = post = put = patch = delete = nowhere

    @property
    def default_response_headers(self) -> dict[str, str]:
        headers = super().default_response_headers
        if self.leads_to is None:
            del headers["Allow"]
        return headers

    @property
    def allowed_methods(self) -> list[str]:
        return methods_at(self.other_view.func) if self.other_view else []


@extend_schema(exclude=True)
class ProxiedAPI(Proxied):
    """An address of an API."""

    @cached_property
    def leads_to(self) -> Any:
        asked = getattr(self, "kwargs", {})  # absent where only the view is looked at, as for OpenAPI
        return find_destination(asked.get("resource", ""), asked.get("rest", ""))

    @property
    def other_view(self) -> ResolverMatch | None:
        return self.leads_to.view if self.leads_to else None

    def brought(self, request: HttpRequest) -> HttpResponseBase:
        return proxy.api(self.session, request, self.leads_to)


@extend_schema(exclude=True)
class ProxiedMe(Proxied):
    """An address below /me."""

    @cached_property
    def leads_to(self) -> Any:
        return proxy.find_me(getattr(self, "kwargs", {}).get("rest", ""))

    @property
    def other_view(self) -> ResolverMatch | None:
        found: ResolverMatch | None = self.leads_to
        return found

    def brought(self, request: HttpRequest) -> HttpResponseBase:
        return proxy.me(self.session, request, self.leads_to)


class Renew(SessionView):
    """Tokens anew, for who learnt that what they hold has changed."""

    operation_id = "renew_tokens"

    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request) -> Response:
        """Fetch new tokens, so that what was granted meanwhile counts."""
        tokens.renew(self.session)
        return Response(status=HTTPStatus.NO_CONTENT)
