"""Which audience belongs to which resource, and where its tokens hold the permissions, by the settings."""

from collections.abc import Iterator
from functools import cache

from django.core.signals import setting_changed

from permissions_api.conf import SETTING, conf
from permissions_api.resource import Resource, declared_resources, served_resources
from permissions_api.tokens.permission_claims import OtherClaim, PermissionClaims, keys_of


def audience_of(resource: Resource) -> str:
    """Return the ``aud`` of tokens meant for this API alone; ``AUDIENCES`` overrides the declaration."""
    return conf.AUDIENCES.get(resource.name, resource.audience)


def accepted_audience(resource: Resource) -> str:
    """Return the one audience whose tokens this API accepts under the strategy in force."""
    return audience_of(resource) if conf.strategy.own_audiences else conf.AUDIENCE


def accepted_audiences() -> tuple[str, ...]:
    """Return every audience that some login of this site asks for under the strategy in force."""
    accepted = (accepted_audience(resource) for resource in declared_resources())
    return tuple(dict.fromkeys((conf.AUDIENCE, *accepted)))


def known_audiences() -> tuple[str, ...]:
    """Return every audience a token of this site may be for, the one logical API's first."""
    return (conf.AUDIENCE, *(audience_of(resource) for resource in declared_resources()))


def resources_of(audience: str) -> tuple[Resource, ...]:
    """Return the resources whose permissions a token for ``audience`` carries; none when unknown.

    One API's own audience carries that API's. AUDIENCE carries all, unless each API
    demands a token of its own and neither a gateway nor a session stands between.
    """
    if audience != conf.AUDIENCE:
        return tuple(item for item in declared_resources() if audience_of(item) == audience)
    opens_all = conf.strategy.gateway or conf.strategy.sessions or not conf.strategy.own_audiences
    return declared_resources() if opens_all else ()


def served_resources_of(audience: str) -> tuple[Resource, ...]:
    """Return those of ``resources_of`` that are there."""
    served = served_resources()
    return tuple(resource for resource in resources_of(audience) if resource in served)


@cache
def permission_claims() -> PermissionClaims:
    """Return where the permissions stand, by the settings ``PERMISSION_CLAIM`` and ``PERMISSION_CLAIMS``.

    What is said of a resource counts before what is said of its audience, and that before the usual claim.
    """
    return PermissionClaims(keys_of(conf.PERMISSION_CLAIM), tuple(_other_claims()))


def _other_claims() -> Iterator[OtherClaim]:
    others = {name: keys_of(claim) for name, claim in conf.PERMISSION_CLAIMS.items()}
    if conf.AUDIENCE in others:
        yield OtherClaim(others[conf.AUDIENCE], audience=conf.AUDIENCE)
    for resource in declared_resources():
        names, audience = frozenset(resource.permissions), audience_of(resource)
        if audience in others:
            yield OtherClaim(others[audience], names, audience)
        if resource.name in others:
            yield OtherClaim(others[resource.name], names)


def _reread(*, setting: str, **_signal: object) -> None:
    if setting == SETTING:
        permission_claims.cache_clear()


setting_changed.connect(_reread)
