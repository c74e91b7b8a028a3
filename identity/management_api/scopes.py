"""The audience and the scopes of the stand-in's tokens, and which of them a client was granted."""

from django.conf import settings
from oauth2_provider.models import Application
from oauthlib.common import Request

from permissions_api.conf import conf

# Auth0's own, of the operations that are known here.
SCOPES = (
    *("read:users", "create:users", "update:users", "delete:users"),
    *("read:roles", "create:roles", "update:roles", "delete:roles"),
    *("read:resource_servers", "create:resource_servers", "update:resource_servers"),
    *("read:clients", "create:clients", "update:clients"),
    *("read:client_grants", "create:client_grants", "update:client_grants"),
    *("read:actions", "create:actions", "update:actions"),
)


def management_audience() -> str:
    """Return the ``aud`` of the stand-in's tokens, which belongs to no resource."""
    return f"{conf.ISSUER}api/v2/"


def asks_for_management(request: Request, audience: str | None) -> bool:
    """Say whether a token request is for the stand-in, and there is one: by client credentials alone."""
    alone = request.grant_type == "client_credentials"
    return bool(settings.MANAGEMENT_API and alone and audience == management_audience())


def granted_scopes(client: Application) -> tuple[str, ...]:
    """Return the scopes that this client was granted: none unless it is a machine that can keep a secret."""
    machine = client.authorization_grant_type == Application.GRANT_CLIENT_CREDENTIALS
    if not machine or client.client_type != Application.CLIENT_CONFIDENTIAL:
        return ()
    granted = set(client.management_grants.values_list("scope", flat=True))
    return tuple(scope for scope in SCOPES if scope in granted)
