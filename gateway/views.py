"""/gateway/{resource}/…: the APIs as the SPA reaches them with one token for all."""

import time
from contextlib import suppress
from typing import Any, NoReturn

from django.http import HttpResponse
from django.utils.functional import cached_property
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import MethodNotAllowed, NotFound
from rest_framework.request import Request

from gateway import audit_line
from gateway.forwarding import forward
from gateway.routing import Destination, find_destination
from permissions_api.conf import conf
from permissions_api.exceptions import BearerError, DirectoryUnavailable, KeysUnavailable
from permissions_api.permissions import RequiresNamedPermission
from permissions_api.views import GuardedView


@extend_schema(exclude=True)
class Gateway(GuardedView):
    """Ask for the permission the API would ask the person for, then bring the request there."""

    permission_classes = [RequiresNamedPermission]
    forwarded = False

    @cached_property
    def destination(self) -> Destination | None:
        asked = getattr(self, "kwargs", {})  # absent where only the view is looked at, as for OpenAPI
        return find_destination(asked.get("resource", ""), asked.get("rest", ""))

    def named_permission(self, method: str) -> str | None:
        """Return the permission that the API requires. Raises MethodNotAllowed where it does not answer."""
        permissions = self.destination.permissions if self.destination else {}
        if method not in permissions:
            raise MethodNotAllowed(method)
        return permissions[method]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Say that there is nothing before asking for a token; else guard as every view does."""
        self.started = time.perf_counter()
        if not conf.strategy.gateway:
            self._nothing_here(
                request,
                f"There is no gateway under AUDIENCE_STRATEGY={conf.STRATEGY}: ask the APIs below /api/.",
            )
        if self.destination is None:
            self._nothing_here(request, "There is no such address at any API behind the gateway.")
        super().initial(request, *args, **kwargs)

    def _nothing_here(self, request: Request, why: str) -> NoReturn:
        """Raise NotFound, for which no token need be good; it counts as every answer does."""
        with suppress(BearerError, KeysUnavailable, DirectoryUnavailable):
            self.check_throttles(request)
        raise NotFound(why)

    def forward(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        assert self.destination is not None
        self.forwarded = True
        response = forward(request, self.destination)
        self.headers = {}  # The answer brings the API's own.
        return response

    get = post = put = patch = delete = forward

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        if self.destination and (self.forwarded or response.status_code == 403):  # noqa: PLR2004
            seconds = time.perf_counter() - self.started
            audit_line.write(request, self.destination, response.status_code, seconds)
            response._has_been_logged = True  # so that Django adds no line of its own
        return response

    @property
    def default_response_headers(self) -> dict[str, str]:
        headers = super().default_response_headers
        if self.destination is None:
            del headers["Allow"]
        return headers

    @property
    def allowed_methods(self) -> list[str]:
        return list(self.destination.permissions) if self.destination else []
