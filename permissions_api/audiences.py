"""Which audience belongs to which resource, by the strategy in the settings."""

from permissions_api.conf import conf
from permissions_api.resource import Resource, declared_resources


def audience_of(resource: Resource) -> str:
    """Return the ``aud`` of tokens meant for this API alone; ``AUDIENCES`` overrides the declaration."""
    return conf.AUDIENCES.get(resource.name, resource.audience)


def accepted_audience(resource: Resource) -> str:
    """Return the one audience whose tokens this API accepts under the strategy in force."""
    return audience_of(resource) if conf.strategy.own_audiences else conf.AUDIENCE


def known_audiences() -> tuple[str, ...]:
    """Return every audience a token of this site may be for, the one logical API's first."""
    return (conf.AUDIENCE, *(audience_of(resource) for resource in declared_resources()))


def resources_of(audience: str) -> tuple[Resource, ...]:
    """Return the resources whose permissions a token for ``audience`` carries; none when unknown.

    One API's own audience carries that API's. AUDIENCE carries all, unless each API
    demands a token of its own and no gateway stands between.
    """
    if audience != conf.AUDIENCE:
        return tuple(item for item in declared_resources() if audience_of(item) == audience)
    opens_all = conf.strategy.gateway or not conf.strategy.own_audiences
    return declared_resources() if opens_all else ()
