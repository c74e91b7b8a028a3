"""Permissions as the tenant writes them, a name and the API that defines it, and as this site does."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from permissions_api.audiences import audience_of
from permissions_api.conf import conf
from permissions_api.resource import Resource, declared_resources

Pair = tuple[str, str]  # the identifier of an API at the tenant, and the name of a permission there


def counting() -> Mapping[Pair, str]:
    """Return our name of each permission that counts: at the API whose tokens people are asked for.

    The same name at any other API of the tenant is another permission.
    """
    return {
        (_audiences(resource)[0], name): name
        for resource in declared_resources()
        for name in resource.permissions
    }


def pair_of(row: Mapping[str, Any]) -> Pair:
    return str(row.get("resource_server_identifier")), str(row.get("permission_name"))


def names_of(rows: Iterable[Mapping[str, Any]]) -> set[str]:
    """Return our names of those that count."""
    known = counting()
    return {known[pair] for pair in map(pair_of, rows) if pair in known}


def powers_of(rows: Iterable[Mapping[str, Any]]) -> set[str]:
    """Return all of them: ours by name, those of other APIs with the API before it."""
    known = counting()
    return {known.get(pair) or " ".join(pair) for pair in map(pair_of, rows)}


def as_sent(names: Collection[str]) -> list[dict[str, str]]:
    """Return our permissions as the tenant takes them: at each API at which they must be held."""
    return [
        {"resource_server_identifier": audience, "permission_name": name}
        for resource in declared_resources()
        for audience in _audiences(resource)
        for name in resource.permissions
        if name in names
    ]


def of_a_machine(grants: Iterable[Mapping[str, Any]]) -> set[str]:
    """Return what a machine was granted at any API of this site, as its client grants say."""
    asked = {audience_of(resource): resource for resource in declared_resources()}
    found = set[str]()
    for grant in grants:
        scope, audience = grant.get("scope"), grant.get("audience")
        names = {name for name in scope if isinstance(name, str)} if isinstance(scope, list) else set()
        for resource in declared_resources() if audience == conf.AUDIENCE else [asked.get(str(audience))]:
            found |= names.intersection(resource.permissions) if resource else set()
    return found


def _audiences(resource: Resource) -> tuple[str, ...]:
    """Return the APIs at which a person must hold a resource's permissions; the first one's counts."""
    if not conf.strategy.own_audiences:
        return (conf.AUDIENCE,)
    own = audience_of(resource)
    if conf.strategy.sessions:
        # The API looks at its own; the page shows what the token for AUDIENCE carries.
        return (own, conf.AUDIENCE)
    if not conf.strategy.gateway:
        return (own,)
    # The gateway looks at AUDIENCE's; an exchanged token carries what is held at the API itself.
    return (conf.AUDIENCE, own) if conf.strategy.exchanges else (conf.AUDIENCE,)
