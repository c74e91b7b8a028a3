"""The applications registered here and what machines were granted, as a tenant tells it; never a secret."""

from typing import Any

from oauth2_provider.models import Application
from rest_framework.request import Request
from rest_framework.response import Response

from identity.clients.applications import client_of, is_first_party, origin_of
from identity.clients.scopes import permissions_for
from identity.management_api.exceptions import inexistent
from identity.management_api.scopes import granted_scopes, management_audience
from identity.management_api.views import PAGED_BY_CHECKPOINT, ManagementView

KINDS = {
    # (can keep a secret, is a machine)
    (False, False): ("spa", "none", ["authorization_code", "refresh_token"]),
    (True, False): ("regular_web", "client_secret_post", ["authorization_code", "refresh_token"]),
    (True, True): ("non_interactive", "client_secret_post", ["client_credentials"]),
}


def client_json(client: Application) -> dict[str, Any]:
    """Return what can be told of an application; never its secret."""
    confidential = client.client_type == Application.CLIENT_CONFIDENTIAL
    machine = client.authorization_grant_type == Application.GRANT_CLIENT_CREDENTIALS
    kind, proof, grants = KINDS.get((confidential, machine), ("", "none", []))
    callbacks = client.redirect_uris.split()
    return {
        "client_id": client.client_id,
        "name": client.name,
        "description": "",
        "app_type": kind,
        "is_first_party": is_first_party(client),
        "oidc_conformant": True,
        "callbacks": callbacks,
        "allowed_logout_urls": client.post_logout_redirect_uris.split(),
        "web_origins": [] if confidential else list(dict.fromkeys(map(origin_of, callbacks))),
        "grant_types": grants,
        "token_endpoint_auth_method": proof,
        "jwt_configuration": {"alg": "RS256"},
    }


def client_grants() -> list[dict[str, Any]]:
    """Return which machine may ask for which audience with which scopes."""
    grants = []
    machines = Application.objects.filter(authorization_grant_type=Application.GRANT_CLIENT_CREDENTIALS)
    for client in machines.order_by("pk").prefetch_related("audiences", "grants"):
        held = [row.permission for row in client.grants.all()]
        asked = {row.audience: permissions_for(row.audience, held) for row in client.audiences.all()}
        if scopes := granted_scopes(client):
            asked[management_audience()] = list(scopes)
        grants += [
            {
                "id": f"cgr_{client.pk}_{n}",
                "client_id": client.client_id,
                "audience": audience,
                "scope": scope,
            }
            for n, (audience, scope) in enumerate(sorted(asked.items()))
        ]
    return grants


class ClientsView(ManagementView):
    scopes = {"get": ("read:clients",)}
    parameters = PAGED_BY_CHECKPOINT

    def get(self, request: Request) -> Response:
        """Get clients."""
        return self.page("clients", Application.objects.order_by("pk"), client_json)


class ClientView(ManagementView):
    scopes = {"get": ("read:clients",)}

    def get(self, request: Request, id: str) -> Response:
        """Get a client by its id."""
        client = client_of(id)
        if client is None:
            raise inexistent("client")
        return Response(client_json(client))


class ClientGrantsView(ManagementView):
    scopes = {"get": ("read:client_grants",)}
    parameters = {"get": (*PAGED_BY_CHECKPOINT["get"], "audience", "client_id")}

    def get(self, request: Request) -> Response:
        """Get client grants."""
        wanted = {name: request.query_params.get(name) for name in ("audience", "client_id")}
        rows = [
            grant
            for grant in client_grants()
            if all(value in (None, grant[name]) for name, value in wanted.items())
        ]
        return self.page("client_grants", rows, dict)
