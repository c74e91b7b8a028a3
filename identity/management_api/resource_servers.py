"""The APIs of this site as a tenant has them: resource servers, whose scopes are the permissions."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from rest_framework.request import Request
from rest_framework.response import Response

from identity.management_api.exceptions import inexistent
from identity.management_api.views import PAGED_BY_CHECKPOINT, ManagementView
from permissions_api.audiences import accepted_audience, audience_of, resources_of
from permissions_api.conf import conf
from permissions_api.permission_words import permission_words
from permissions_api.resource import declared_resources


@dataclass(frozen=True, slots=True)
class ResourceServer:
    """An API of the tenant: its id here, its audience, its name and the permissions it defines."""

    id: str
    identifier: str
    name: str
    permissions: tuple[str, ...]

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
        }


def resource_servers() -> list[ResourceServer]:
    """Return the APIs whose audiences the strategy in force has tokens for, the one logical API first."""
    used = {accepted_audience(resource): resource for resource in declared_resources()}
    own = [
        (audience_of(resource), resource.title)
        for resource in declared_resources()
        if audience_of(resource) in used
    ]
    return [
        ResourceServer(f"api_{number}", audience, name, _permissions(audience))
        for number, (audience, name) in enumerate([(conf.AUDIENCE, "Usher"), *own])
    ]


def _permissions(audience: str) -> tuple[str, ...]:
    return tuple(name for resource in resources_of(audience) for name in resource.permissions)


def permission_entries(name: str, sources: list[dict[str, str]] | None = None) -> list[dict[str, Any]]:
    """Return a permission as roles have it, and people with its sources: once at each API that defines it."""
    more = {"sources": sources} if sources else {}
    return [
        {
            "permission_name": name,
            "description": permission_words()[name],
            "resource_server_name": api.name,
            "resource_server_identifier": api.identifier,
        }
        | more
        for api in resource_servers()
        if name in api.permissions
    ]


class ResourceServersView(ManagementView):
    scopes = {"get": ("read:resource_servers",)}
    parameters = PAGED_BY_CHECKPOINT

    def get(self, request: Request) -> Response:
        """Get resource servers."""
        return self.page("resource_servers", resource_servers(), ResourceServer.as_json)


class ResourceServerView(ManagementView):
    scopes = {"get": ("read:resource_servers",)}

    def get(self, request: Request, id: str) -> Response:
        """Get a resource server, by its id or its audience."""
        for api in resource_servers():
            if id in (api.id, api.identifier):
                return Response(api.as_json())
        raise inexistent("resource_server")
