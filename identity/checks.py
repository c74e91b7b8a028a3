"""System checks of the provider's settings, and of the clients that are registered with it."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import DatabaseError

from identity.clients import page_clients
from identity.clients.applications import MANAGE_CLIENT_ID
from identity.clients.hashers import LEAST_CHARACTERS
from identity.keys.store import GREATEST_LIFETIME
from permissions_api.conf import conf


@register()
def check_provider(app_configs: Any, **_options: Any) -> Iterator[Error]:
    """Tokens do not outlive the keys they are signed with, and each client of the site is one of its own."""
    site = (conf.CLIENT_ID, settings.DOCS_CLIENT_ID, MANAGE_CLIENT_ID)
    if settings.ACCESS_TOKEN_SECONDS > GREATEST_LIFETIME:
        yield Error(
            f"ACCESS_TOKEN_SECONDS={settings.ACCESS_TOKEN_SECONDS} is more than a day."
            " A retired signing key is published for a day, so such tokens would fail early.",
            hint=f"Use at most {GREATEST_LIFETIME}. Clients renew tokens by themselves.",
            id="identity.E001",
        )
    if conf.CLIENT_ID == settings.DOCS_CLIENT_ID:
        yield Error(
            f"OIDC_CLIENT_ID is {settings.DOCS_CLIENT_ID!r}, which is the API documentation's client.",
            hint="Leave OIDC_CLIENT_ID empty, or choose another name for the SPA's client.",
            id="identity.E002",
        )
    if conf.GATEWAY_CLIENT_ID in site:
        yield Error(
            f"GATEWAY_CLIENT_ID is {conf.GATEWAY_CLIENT_ID!r}, which is another client of the site.",
            hint="Leave GATEWAY_CLIENT_ID empty, or choose another name for the gateway's client.",
            id="identity.E003",
        )
    if len(settings.GATEWAY_CLIENT_SECRET) < LEAST_CHARACTERS:
        yield Error(
            f"GATEWAY_CLIENT_SECRET has fewer than {LEAST_CHARACTERS} characters, so it could be guessed.",
            hint="Leave it empty, and it follows from SECRET_KEY; or choose a long random text.",
            id="identity.E004",
        )


@register(Tags.database)
def check_no_page_gets_a_token(
    app_configs: Any, databases: Sequence[str] | None = None, **_options: Any
) -> list[Error]:
    """Report public clients with an address on this site's pages, from before tokens stayed at the server."""
    if not databases:
        return []
    try:
        refusals = page_clients.refusals()
    except DatabaseError:
        return []  # Not migrated yet: there are no clients to report.
    return [
        Error(
            f"The client {client_id!r} is public. {why}",
            hint=f"Remove it: ./run client remove {client_id}. Until then /authorize refuses it.",
            id="identity.E005",
        )
        for client_id, why in refusals.items()
    ]
