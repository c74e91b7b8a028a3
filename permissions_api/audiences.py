"""Which audience belongs to which resource, by the strategy in the settings."""

from django.conf import settings

from permissions_api.resource import Resource, declared_resources


def audience_of(resource: Resource) -> str:
    """Return the ``aud`` of tokens meant for this API alone; ``AUDIENCES`` overrides the declaration."""
    return settings.AUDIENCES.get(resource.name, resource.audience)


def through_gateway() -> bool:
    """Say whether the SPA reaches the APIs through the gateway, with a token for the gateway alone."""
    return settings.AUDIENCE_STRATEGY in ("gateway_client_credentials", "token_exchange")


def accepted_audience(resource: Resource) -> str:
    """Return the one audience whose tokens this API accepts under the strategy in force."""
    if settings.AUDIENCE_STRATEGY == "single_audience":
        return settings.API_AUDIENCE
    return audience_of(resource)


def known_audiences() -> tuple[str, ...]:
    """Return every audience a token of this site may be for, the one logical API's first."""
    return (settings.API_AUDIENCE, *(audience_of(resource) for resource in declared_resources()))


def resources_of(audience: str) -> tuple[Resource, ...]:
    """Return the resources whose permissions a token for ``audience`` carries; none when unknown.

    One API's own audience carries that API's. API_AUDIENCE carries all, unless each API
    demands a token of its own and no gateway stands between.
    """
    if audience != settings.API_AUDIENCE:
        return tuple(item for item in declared_resources() if audience_of(item) == audience)
    if settings.AUDIENCE_STRATEGY in ("per_api_tokens", "multi_resource_refresh_token"):
        return ()
    return declared_resources()
