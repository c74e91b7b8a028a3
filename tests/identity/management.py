"""Tokens for the stand-in of the Management API, and clients that carry them."""

from oauth2_provider.models import Application
from rest_framework.test import APIClient

from identity.clients.registration import Registration, register
from identity.management_api.scopes import SCOPES
from identity.token.token_claims import mint_access_token

AUDIENCE = "http://localhost:8000/api/v2/"


def token_of(*scopes: str, audience: str = AUDIENCE, held=None, **more) -> str:
    """Return a token of a machine that was granted every scope, as the provider would sign it."""
    client = machine()
    more = {"subject": client.client_id, "client_id": client.client_id} | more
    return mint_access_token(audience=audience, held=held, scopes=scopes, **more)


def machine() -> Application:
    return (
        Application.objects.filter(client_id="admin").first()
        or register(Registration(client_id="admin", management=SCOPES))[0]
    )


def with_token(token: str) -> APIClient:
    return APIClient(headers={"Authorization": f"Bearer {token}"})
