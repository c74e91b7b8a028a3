"""Tell who comes from an earlier release what a name in their settings is called now."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings

from permissions_api.conf import SETTING

# Settings of 0.1, each by itself, and their names in PERMISSIONS_API.
SETTINGS: Mapping[str, str] = {
    "ISSUER": "ISSUER",
    "API_AUDIENCE": "AUDIENCE",
    "RESOURCES": "RESOURCES",
    "AUDIENCES": "AUDIENCES",
    "AUDIENCE_STRATEGY": "STRATEGY",
    "GATEWAY_CLIENT_ID": "GATEWAY_CLIENT_ID",
    "OIDC_CLIENT_ID": "CLIENT_ID",
    "OIDC_ALGORITHMS": "ALGORITHMS",
    "KEY_SOURCE": "KEY_SOURCE",
    "JWKS_TTL": "JWKS_TTL",
    "JWKS_COOLDOWN": "JWKS_COOLDOWN",
    "JWKS_STALE": "JWKS_STALE",
    "PERMISSION_SOURCE": "PERMISSION_SOURCE",
    "PERMISSION_CLAIM": "PERMISSION_CLAIM",
    "REQUIRE_SCOPE": "REQUIRE_SCOPE",
    "DIRECTORY": "DIRECTORY",
    "DIRECTORY_TTL": "DIRECTORY_TTL",
    "DELEGATION": "DELEGATION",
    "TRUSTED_PROXIES": "TRUSTED_PROXIES",
}
# Modules, and what was in them, by dotted path. Those of resources/ lay under the guard.
PATHS: Mapping[str, str] = {
    "permissions_api.strangers.problem_response": "permissions_api.exception_handler.exception_handler",
    "permissions_api.errors": "permissions_api.exceptions",
    "permissions_api.people": "permissions_api.directory",
    "permissions_api.acting": "permissions_api.on_behalf_of",
    "permissions_api.standing": "permissions_api.effective_permissions",
    "permissions_api.granted": "permissions_api.effective_permissions",
    "permissions_api.urls": "permissions_api.me.urls",
    "permissions_api.answers": "permissions_api.me.representations",
    "permissions_api.serializers": "permissions_api.me.serializers",
    "permissions_api.keys": "permissions_api.tokens.keys",
    "permissions_api.issuer_keys.IssuerKeys": "permissions_api.tokens.jwks.IssuerKeys",
    "permissions_api.verified_tokens": "permissions_api.tokens.cache",
    "permissions_api.fetching": "permissions_api.http",
    "resources.declaration": "permissions_api.resource",
    "resources.words": "permissions_api.required_permission",
    "resources.audiences": "permissions_api.audiences",
    "resources.problems": "permissions_api.problem_details",
    "resources.error_words": "permissions_api.error_messages",
    "resources.views": "permissions_api.views",
    "resources.parsers": "permissions_api.parsers",
    "resources.conditional": "permissions_api.conditional",
    "resources.addresses": "permissions_api.addresses",
    "resources.loopback": "permissions_api.loopback",
}


def former_settings() -> Iterator[tuple[str, str]]:
    """Yield each setting of 0.1 that stands by itself and is read no more, with what to write."""
    values = getattr(settings, SETTING, {})
    for former, name in SETTINGS.items():
        if hasattr(settings, former) and name not in values:
            yield f"The setting {former} is not read any more.", f"Write it as {SETTING}[{name!r}]."


def former_paths(paths: Mapping[str, str] = PATHS) -> Iterator[tuple[str, str]]:
    """Yield each dotted path in the settings that is a former one of ``paths``, with the path of today."""
    for setting in sorted({name for name in dir(settings) if name.isupper()}):
        for value in _texts(getattr(settings, setting)):
            for former, name in paths.items():
                if value == former or value.startswith(f"{former}."):
                    yield f"{setting} names {value!r}.", f"It is {name + value.removeprefix(former)!r} now."


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _texts([*value.values()])
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)
