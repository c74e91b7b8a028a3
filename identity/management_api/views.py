"""The view that every operation of the stand-in starts from: the token's scope opens it, and nothing else."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, ClassVar

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from identity.clients.applications import client_of
from identity.management_api import exceptions
from identity.management_api.paging import Rows, page
from identity.management_api.rate import ManagementRate
from identity.management_api.scopes import granted_scopes, management_audience
from permissions_api.permissions import Open, RequiresScope
from permissions_api.text import storable
from permissions_api.tokens.verification import VerifiedToken
from permissions_api.views import GuardedView


@dataclass(frozen=True, slots=True)
class Operation:
    """What one method of an address takes: all of these scopes, and no more than this.

    ``query`` are the parameters of its address, ``required`` and ``optional`` the properties of its
    body. Anything else is refused, as at Auth0.
    """

    scopes: tuple[str, ...]
    query: tuple[str, ...] = ()
    required: Mapping[str, type] = field(default_factory=dict)
    optional: Mapping[str, type] = field(default_factory=dict)


class ManagementView(GuardedView):
    """One address of the Management API v2, and its operations by method in lower case."""

    permission_classes = [RequiresScope]
    throttle_classes = [ManagementRate]
    rate_headers: Mapping[str, str] = {}
    schema = None  # It is described in Auth0's documentation, and here in docs/management-api.md.
    operations: ClassVar[Mapping[str, Operation]]

    @property
    def audience(self) -> str:
        return management_audience()

    @property
    def operation(self) -> Operation:
        method = str(self.request.method).lower()
        return self.operations.get("get" if method == "head" else method, Operation(()))

    def required_scopes(self, action: str) -> tuple[str, ...]:
        return self.operation.scopes

    def granted_scopes(self, token: VerifiedToken) -> Collection[str]:
        """Return the token's scopes that its client still has: what is withdrawn ends at once."""
        client = client_of(token.subject) if token.subject == token.client == token.party else None
        return token.scopes.intersection(granted_scopes(client)) if client else ()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        asked = [*kwargs.values(), *request.query_params.values()]
        if not all(map(storable, asked)):
            raise exceptions.invalid_query("What is asked holds a character that is none")
        unknown = [name for name in request.query_params if name not in self.operation.query]
        if unknown:
            raise exceptions.invalid_query(f"Additional properties not allowed: {', '.join(unknown)}")
        if self.operation.required or self.operation.optional:
            self.body()

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        for name, value in self.rate_headers.items():
            response[name] = value
        return response

    def get_exception_handler(self) -> Callable[..., Any]:
        return exceptions.answer

    def body(self) -> dict[str, Any]:
        """Return the JSON object that was sent, of this operation's properties alone. Raises Refused."""
        body, operation = self.request.data, self.operation
        known = {**operation.required, **operation.optional}
        if not isinstance(body, dict):
            raise exceptions.invalid_body("Expected type object")
        if unknown := [name for name in body if name not in known]:
            raise exceptions.invalid_body(f"Additional properties not allowed: {', '.join(unknown)}")
        if missing := [name for name in operation.required if name not in body]:
            raise exceptions.invalid_body(f"Missing required property: {', '.join(missing)}")
        for name, value in body.items():
            if type(value) is not known[name]:
                raise exceptions.invalid_body(f"Expected type {KINDS[known[name]]} on property {name}")
            if isinstance(value, str) and len(value) > LONGEST and name not in LONG:
                raise exceptions.invalid_body(f"String is too long, maximum {LONGEST} on property {name}")
        if not all(map(storable, _texts_in(body))):
            raise exceptions.invalid_body("A text holds a character that is none")
        return body

    def checked(self, serializer: type[Serializer], values: Mapping[str, Any]) -> dict[str, Any]:
        """Return what a serializer of the house makes of these. Raises ValidationError."""
        checked = serializer(data=values)
        checked.is_valid(raise_exception=True)
        return dict(checked.validated_data)

    def texts(self, name: str) -> list[str]:
        """Return a property of the body, a list of at least one text. Raises Refused."""
        values: list[str] = self.body()[name]
        if not values or not all(isinstance(value, str) and value for value in values):
            raise exceptions.invalid_body(f"Expected an array of strings on property {name}")
        return values

    def page(self, name: str, rows: Rows, to_json: Callable[[Any], Any]) -> Response:
        return Response(page(self.request, name, rows, to_json))


LONGEST = 255  # characters of a text …
LONG = ("code", "description")  # … save in these


def _texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _texts_in(each)
    elif isinstance(value, str):
        yield value


class NotHere(ManagementView):
    """What Auth0's Management API has and its stand-in does not, or neither."""

    permission_classes = [Open]
    operations = {}

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        sentence = "The stand-in has no such operation; docs/management-api.md lists those it has."
        raise exceptions.Refused(HTTPStatus.NOT_FOUND, "not_supported_here", sentence)


KINDS = {str: "string", bool: "boolean", list: "array", dict: "object", int: "integer"}
