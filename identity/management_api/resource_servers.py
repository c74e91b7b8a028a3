"""The APIs of this site as a tenant has them: resource servers, whose scopes are the permissions."""

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.db import transaction
from rest_framework.request import Request
from rest_framework.response import Response

from identity.management_api.exceptions import Refused, inexistent, invalid_body
from identity.management_api.paging import EITHER
from identity.management_api.records import keep, kept_of
from identity.management_api.views import ManagementView, Operation
from permissions_api.audiences import accepted_audience, audience_of, resources_of
from permissions_api.conf import conf
from permissions_api.permission_words import permission_words
from permissions_api.resource import declared_resources

KEPT = "resource_server"
# What may be said of an API. It is told again and changes no token: of these, permissions alone count here.
PROPERTIES = {
    "name": str,
    "scopes": list,
    "signing_alg": str,
    "enforce_policies": bool,
    "token_dialect": str,
    "allow_offline_access": bool,
    "skip_consent_for_verifiable_first_party_clients": bool,
    "token_lifetime": int,
    "token_lifetime_for_web": int,
}


@dataclass(frozen=True, slots=True)
class ResourceServer:
    """An API of the tenant: its id here, its audience, its name and the permissions it defines.

    ``told`` is what was said of it besides, and is told instead of what is so.
    """

    id: str
    identifier: str
    name: str
    permissions: tuple[str, ...] = ()
    told: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        words = permission_words()
        return {
            "id": self.id,
            "name": self.name,
            "identifier": self.identifier,
            "is_system": False,
            "scopes": [{"value": name, "description": words[name]} for name in self.permissions],
            "signing_alg": "RS256",
            "allow_offline_access": True,
            "skip_consent_for_verifiable_first_party_clients": True,
            "token_lifetime": settings.ACCESS_TOKEN_SECONDS,
            "enforce_policies": True,
            "token_dialect": "rfc9068_profile_authz",
            **self.told,
        }


def resource_servers() -> list[ResourceServer]:
    """Return the APIs whose audiences the strategy in force has tokens for, the one logical API first.

    Then those that somebody made: there are no tokens for them.
    """
    used = {accepted_audience(resource): resource for resource in declared_resources()}
    own = [
        (audience_of(resource), resource.title)
        for resource in declared_resources()
        if audience_of(resource) in used
    ]
    told = kept_of(KEPT)
    here = [
        ResourceServer(f"api_{number}", audience, name, _permissions(audience), told.pop(audience, {}))
        for number, (audience, name) in enumerate([(conf.AUDIENCE, "Usher"), *own])
    ]
    made = [
        ResourceServer(f"api_made_{n}", key, told[key]["name"], told=told[key]) for n, key in enumerate(told)
    ]
    return [*here, *made]


def resource_server(id: str) -> ResourceServer:
    """Return the API of this id or audience. Raises Refused."""
    for api in resource_servers():
        if id in (api.id, api.identifier):
            return api
    raise inexistent("resource_server")


def _permissions(audience: str) -> tuple[str, ...]:
    return tuple(name for resource in resources_of(audience) for name in resource.permissions)


class ResourceServersView(ManagementView):
    operations = {
        "get": Operation(("read:resource_servers",), query=EITHER),
        "post": Operation(
            ("create:resource_servers",), required={"identifier": str, "name": str}, optional=PROPERTIES
        ),
    }

    def get(self, request: Request) -> Response:
        """Get resource servers."""
        return self.page("resource_servers", resource_servers(), ResourceServer.as_json)

    @transaction.atomic
    def post(self, request: Request) -> Response:
        """Create a resource server."""
        sent = _checked(self.body())
        identifier = sent.pop("identifier")
        if any(api.identifier == identifier for api in resource_servers()):
            raise Refused(
                HTTPStatus.CONFLICT, "resource_server_conflict", "There is an API of this identifier."
            )
        keep(KEPT, identifier, sent)
        return Response(resource_server(identifier).as_json(), status=HTTPStatus.CREATED)


class ResourceServerView(ManagementView):
    operations = {
        "get": Operation(("read:resource_servers",)),
        "patch": Operation(("update:resource_servers",), optional=PROPERTIES),
    }

    def get(self, request: Request, id: str) -> Response:
        """Get a resource server, by its id or its audience."""
        return Response(resource_server(id).as_json())

    @transaction.atomic
    def patch(self, request: Request, id: str) -> Response:
        """Update a resource server."""
        identifier = resource_server(id).identifier
        keep(KEPT, identifier, _checked(self.body()))
        return Response(resource_server(identifier).as_json())


def _checked(sent: dict[str, Any]) -> dict[str, Any]:
    """Return what was sent, if its scopes are such. Raises Refused."""
    for scope in sent.get("scopes", []):
        texts = isinstance(scope, dict) and all(isinstance(value, str) for value in scope.values())
        if not texts or not {"value"} <= set(scope) <= {"value", "description"}:
            raise invalid_body("Expected value and description on each of property scopes")
    return sent
