"""System checks of the provider's settings."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from identity.clients.applications import MANAGE_CLIENT_ID
from identity.clients.hashers import LEAST_CHARACTERS
from identity.keys.store import GREATEST_LIFETIME
from permissions_api.conf import conf


@register()
def check_provider(app_configs: Any, **_options: Any) -> list[CheckMessage]:
    return [*_check_tokens(), *_check_client()]


def _check_tokens() -> list[CheckMessage]:
    if settings.ACCESS_TOKEN_SECONDS <= GREATEST_LIFETIME:
        return []
    return [
        Error(
            f"ACCESS_TOKEN_SECONDS={settings.ACCESS_TOKEN_SECONDS} is more than a day."
            " A retired signing key is published for a day, so such tokens would fail early.",
            hint=f"Use at most {GREATEST_LIFETIME}. Clients renew tokens by themselves.",
            id="identity.E001",
        )
    ]


def _check_client() -> list[CheckMessage]:
    return [*_check_docs_client(), *_check_gateway_client(), *_check_gateway_secret()]


def _check_docs_client() -> list[CheckMessage]:
    if conf.CLIENT_ID != settings.DOCS_CLIENT_ID:
        return []
    return [
        Error(
            f"OIDC_CLIENT_ID is {settings.DOCS_CLIENT_ID!r}, which is the API documentation's client.",
            hint="Leave OIDC_CLIENT_ID empty, or choose another name for the SPA's client.",
            id="identity.E002",
        )
    ]


def _check_gateway_client() -> list[CheckMessage]:
    if conf.GATEWAY_CLIENT_ID not in (conf.CLIENT_ID, settings.DOCS_CLIENT_ID, MANAGE_CLIENT_ID):
        return []
    return [
        Error(
            f"GATEWAY_CLIENT_ID is {conf.GATEWAY_CLIENT_ID!r}, which is another client of the site.",
            hint="Leave GATEWAY_CLIENT_ID empty, or choose another name for the gateway's client.",
            id="identity.E003",
        )
    ]


def _check_gateway_secret() -> list[CheckMessage]:
    if len(settings.GATEWAY_CLIENT_SECRET) >= LEAST_CHARACTERS:
        return []
    return [
        Error(
            f"GATEWAY_CLIENT_SECRET has fewer than {LEAST_CHARACTERS} characters, so it could be guessed.",
            hint="Leave it empty, and it follows from SECRET_KEY; or choose a long random text.",
            id="identity.E004",
        )
    ]
