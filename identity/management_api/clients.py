"""The applications registered here and what machines were granted, as a tenant tells it; never a secret."""

from hashlib import sha256
from http import HTTPStatus
from typing import Any

from django.db import transaction
from oauth2_provider.models import Application
from rest_framework.request import Request
from rest_framework.response import Response

from identity.clients.applications import client_of, is_first_party, origin_of
from identity.clients.logout_address import logout_address_of
from identity.clients.scopes import permissions_for
from identity.management_api.client_changes import KEPT, PROPERTIES, change, make, set_grant
from identity.management_api.exceptions import Refused, inexistent, invalid_body
from identity.management_api.paging import EITHER
from identity.management_api.records import kept, kept_of
from identity.management_api.scopes import granted_scopes, management_audience
from identity.management_api.views import ManagementView, Operation

KINDS = {
    # (can keep a secret, is a machine)
    (False, False): ("spa", "none", ["authorization_code", "refresh_token"]),
    (True, False): ("regular_web", "client_secret_post", ["authorization_code", "refresh_token"]),
    (True, True): ("non_interactive", "client_secret_post", ["client_credentials"]),
}


def client_json(client: Application, told: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return what can be told of an application, and what else was told of it; never its secret."""
    confidential = client.client_type == Application.CLIENT_CONFIDENTIAL
    machine = client.authorization_grant_type == Application.GRANT_CLIENT_CREDENTIALS
    kind, proof, grants = KINDS.get((confidential, machine), ("", "none", []))
    callbacks = client.redirect_uris.split()
    told = kept(KEPT, client.client_id) if told is None else told
    logout = logout_address_of(client)
    if logout or "oidc_logout" in told:
        urls = [logout.uri] if logout else []
        told = {**told, "oidc_logout": {**told.get("oidc_logout", {}), "backchannel_logout_urls": urls}}
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
        **told,
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
                "id": f"cgr_{client.pk}_{sha256(audience.encode()).hexdigest()[:16]}",
                "client_id": client.client_id,
                "audience": audience,
                "scope": scope,
            }
            for audience, scope in sorted(asked.items())
        ]
    return grants


class ClientsView(ManagementView):
    operations = {
        "get": Operation(("read:clients",), query=(*EITHER, "is_global")),
        "post": Operation(("create:clients",), required={"name": str}, optional=PROPERTIES),
    }

    def get(self, request: Request) -> Response:
        """Get clients."""
        told = kept_of(KEPT)
        clients = Application.objects.order_by("pk").select_related("backchannel_logout")
        return self.page("clients", clients, lambda row: client_json(row, told.get(row.client_id, {})))

    @transaction.atomic
    def post(self, request: Request) -> Response:
        """Create a client. Its secret is not told: `client secret` makes another, and prints it."""
        client = make(self.body())
        return Response(client_json(client), status=HTTPStatus.CREATED)


class ClientView(ManagementView):
    operations = {
        "get": Operation(("read:clients",)),
        "patch": Operation(("update:clients",), optional={"name": str, **PROPERTIES}),
    }

    def get(self, request: Request, id: str) -> Response:
        """Get a client by its id."""
        return Response(client_json(stored_client(id)))

    @transaction.atomic
    def patch(self, request: Request, id: str) -> Response:
        """Update a client; the site's own are made anew at every start."""
        client = stored_client(id)
        sent = self.body()
        if sent.get("app_type", kind := client_json(client)["app_type"]) != kind:
            raise invalid_body(f"The client is and stays of app_type {kind}")
        change(client, sent)
        return Response(client_json(client))


def stored_client(id: str) -> Application:
    """Return the client of this id. Raises Refused."""
    client = client_of(id)
    if client is None:
        raise inexistent("client")
    return client


class ClientGrantsView(ManagementView):
    operations = {
        "get": Operation(("read:client_grants",), query=(*EITHER, "audience", "client_id")),
        "post": Operation(
            ("create:client_grants",), required={"client_id": str, "audience": str, "scope": list}
        ),
    }

    def get(self, request: Request) -> Response:
        """Get client grants."""
        wanted = {name: request.query_params.get(name) for name in ("audience", "client_id")}
        rows = [
            grant
            for grant in client_grants()
            if all(value in (None, grant[name]) for name, value in wanted.items())
        ]
        return self.page("client_grants", rows, dict)

    @transaction.atomic
    def post(self, request: Request) -> Response:
        """Create a client grant."""
        sent = self.body()
        client, audience = stored_client(sent["client_id"]), sent["audience"]
        if _grant(client_id=client.client_id, audience=audience):
            raise Refused(
                HTTPStatus.CONFLICT, "grant_conflict", "The client has a grant at this API already."
            )
        set_grant(client, audience, sent["scope"])
        return Response(_grant(client_id=client.client_id, audience=audience), status=HTTPStatus.CREATED)


class ClientGrantView(ManagementView):
    operations = {"patch": Operation(("update:client_grants",), required={"scope": list})}

    @transaction.atomic
    def patch(self, request: Request, id: str) -> Response:
        """Update a client grant."""
        grant = _grant(id=id)
        if grant is None:
            raise inexistent("client_grant")
        set_grant(stored_client(grant["client_id"]), grant["audience"], self.texts("scope"))
        return Response(_grant(id=id))


def _grant(**wanted: str) -> dict[str, Any] | None:
    return next((grant for grant in client_grants() if grant.items() >= wanted.items()), None)
