"""The view that every operation of the stand-in starts from: the token's scope opens it, and nothing else."""

from collections.abc import Callable, Collection, Mapping
from typing import Any, ClassVar

from rest_framework.request import Request
from rest_framework.response import Response

from identity.clients.applications import client_of
from identity.management_api import exceptions
from identity.management_api.paging import CHECKPOINT, OFFSET, Rows, page
from identity.management_api.rate import ManagementRate
from identity.management_api.scopes import granted_scopes, management_audience
from permissions_api.permissions import RequiresScope
from permissions_api.tokens.verification import VerifiedToken
from permissions_api.views import GuardedView


class ManagementView(GuardedView):
    """One address of the Management API v2.

    ``scopes`` says for each method in lower case which scopes it takes, all of them, and
    ``parameters`` what its query may say; anything else in it is refused, as at Auth0.
    """

    permission_classes = [RequiresScope]
    throttle_classes = [ManagementRate]
    rate_headers: Mapping[str, str] = {}
    schema = None  # It is described in Auth0's documentation, and here in docs/management-api.md.
    scopes: ClassVar[Mapping[str, tuple[str, ...]]]
    parameters: ClassVar[Mapping[str, tuple[str, ...]]] = {}

    @property
    def audience(self) -> str:
        return management_audience()

    def required_scopes(self, action: str) -> tuple[str, ...]:
        return self.scopes.get(action, ())

    def granted_scopes(self, token: VerifiedToken) -> Collection[str]:
        """Return the token's scopes that its client still has: what is withdrawn ends at once."""
        client = client_of(token.subject) if token.subject == token.client == token.party else None
        return token.scopes.intersection(granted_scopes(client)) if client else ()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        known = self.parameters.get(str(request.method).lower(), ())
        unknown = [name for name in request.query_params if name not in known]
        if unknown:
            raise exceptions.invalid_query(f"Additional properties not allowed: {', '.join(unknown)}")

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        for name, value in self.rate_headers.items():
            response[name] = value
        return response

    def get_exception_handler(self) -> Callable[..., Any]:
        return exceptions.answer

    def body(
        self, required: Mapping[str, type], optional: Mapping[str, type] | None = None
    ) -> dict[str, Any]:
        """Return the JSON object that was sent, of these properties and types and no others."""
        body, known = self.request.data, {**required, **(optional or {})}
        if not isinstance(body, dict):
            raise exceptions.invalid_body("Expected type object")
        if unknown := [name for name in body if name not in known]:
            raise exceptions.invalid_body(f"Additional properties not allowed: {', '.join(unknown)}")
        if missing := [name for name in required if name not in body]:
            raise exceptions.invalid_body(f"Missing required property: {', '.join(missing)}")
        for name, value in body.items():
            if type(value) is not known[name]:
                raise exceptions.invalid_body(f"Expected type {KINDS[known[name]]} on property {name}")
        return body

    def texts(self, name: str) -> list[str]:
        """Return the one property of the body, a list of at least one text."""
        values: list[str] = self.body({name: list})[name]
        if not values or not all(isinstance(value, str) and value for value in values):
            raise exceptions.invalid_body(f"Expected an array of strings on property {name}")
        return values

    def page(self, name: str, rows: Rows, to_json: Callable[[Any], Any]) -> Response:
        return Response(page(self.request, name, rows, to_json))


KINDS = {str: "string", bool: "boolean", list: "array", dict: "object", int: "integer"}
PAGED = {"get": OFFSET}
PAGED_BY_CHECKPOINT = {"get": (*OFFSET, *CHECKPOINT)}
