"""Dotted paths in the settings of 0.1, and what they are now; the guard knows its own."""

from collections.abc import Mapping

PATHS: Mapping[str, str] = {
    "directory.django.DjangoDirectory": "directory.backends.django.DjangoDirectory",
    "identity.accounts.AccountAdapter": "identity.accounts.adapters.AccountAdapter",
    "identity.accounts.MFAAdapter": "identity.accounts.adapters.MFAAdapter",
    "identity.backend": "identity.token.views",
    "identity.client_secrets": "identity.clients.hashers",
    "identity.delegation": "identity.consents.delegation",
    "identity.forms": "identity.accounts.forms",
    "identity.invitations": "identity.accounts.password_links",
    "identity.issuing": "identity.token.token_claims",
    "identity.logins": "identity.accounts.logins",
    "identity.password_links": "identity.accounts.password_links",
    "identity.scopes": "identity.clients.scopes",
    "identity.server": "identity.token.server",
    "identity.sessions": "identity.accounts.sessions",
    "identity.signing_keys": "identity.keys.signing_keys",
    "identity.validator": "identity.token.validator",
    "permissions_api.throttling": "resources.rate_limits.throttling",
    "project.hosts": "project.canonical_host",
    "project.policy": "project.csp",
}
