"""What /me answers about the one who asks, out of the token and the directory."""

from collections.abc import Collection, Sequence
from typing import Any

from django.conf import settings

from permissions_api.granted import granted_permissions
from permissions_api.people import Directory, Origin, Role, asking_the_directory
from permissions_api.standing import Standing
from permissions_api.tokens import VerifiedToken
from resources.audiences import audience_of, resources_of
from resources.declaration import Resource, declared_resources

NOWHERE = Origin(roles=(), direct=False)


def my_permissions(token: VerifiedToken, standing: Standing | None) -> dict[str, Any]:
    """Return the body of ``GET /me/permissions``; ``standing`` is None without a directory."""
    own = _resources_for(token)
    granted = granted_permissions(token, standing)
    counts = settings.PERMISSION_SOURCE != "token"
    return {
        "subject": token.subject,
        "name": standing.name if standing else None,
        "roles": _listed(standing.roles) if standing else None,
        "permissions": sorted(name for item in own for name in item.permissions if name in granted),
        "resources": [
            {
                "name": resource.name,
                "title": resource.title,
                "audience": audience_of(resource),
                "granted": _actions(resource, held_of(resource, token, standing)),
            }
            for resource in declared_resources()
        ],
        "source": settings.PERMISSION_SOURCE,
        "version": standing.version if standing and counts else None,
        "stale": _is_stale(token, own, standing) if standing and counts else None,
    }


def my_access(token: VerifiedToken, standing: Standing | None, directory: Directory | None) -> dict[str, Any]:
    """Return the body of ``GET /me/access``: every declared permission and where it comes from.

    A client of others is told of the permissions that the person allowed it alone, and of no origin.
    """
    allowed = standing.allowed if standing else None
    known = directory if allowed is None else None
    with asking_the_directory():
        roles = known.roles() if known else None
    return {
        "permissions": [
            _row(resource, action, held_of(resource, token, standing), standing, roles)
            for resource in declared_resources()
            for action in resource.actions
            if allowed is None or resource.permission(action) in allowed
        ],
        "ask": _whom_to_ask(known),
    }


def held_of(resource: Resource, token: VerifiedToken, standing: Standing | None) -> Collection[str] | None:
    """Return what the person holds and the token's client may use, None when nobody can tell.

    A token for the one logical API may learn of every resource from the directory, the token of
    one API what concerns that API. Without a directory the claim is all there is.
    """
    own = resource in _resources_for(token)
    if standing and standing.person and (own or settings.API_AUDIENCE in token.audiences):
        return standing.held
    return granted_permissions(token, standing) if own else None


def _resources_for(token: VerifiedToken) -> tuple[Resource, ...]:
    found = {resource for audience in token.audiences for resource in resources_of(audience)}
    return tuple(resource for resource in declared_resources() if resource in found)


def _is_stale(token: VerifiedToken, own: Sequence[Resource], standing: Standing) -> bool:
    """Say whether a new token would carry other permissions; never where the claim is not read."""
    if settings.PERMISSION_SOURCE == "live":
        return False
    names = {name for resource in own for name in resource.permissions}
    return names & token.permissions != names & standing.held


def _listed(names: Sequence[str] | None) -> list[str] | None:
    return None if names is None else list(names)


def _actions(resource: Resource, held: Collection[str] | None) -> list[str] | None:
    if held is None:
        return None
    return [action for action in resource.actions if resource.permission(action) in held]


def _row(
    resource: Resource,
    action: str,
    held: Collection[str] | None,
    standing: Standing | None,
    roles: Sequence[Role] | None,
) -> dict[str, Any]:
    name = resource.permission(action)
    origin = None
    if standing and standing.person and standing.allowed is None and held is not None:
        origin = standing.person.held[name] if name in held else NOWHERE
    return {
        "name": name,
        "resource": resource.name,
        "action": action,
        "held": None if held is None else name in held,
        "roles": list(origin.roles) if origin else None,
        "direct": origin.direct if origin else None,
        "held_by_roles": None if roles is None else [role.name for role in roles if name in role.permissions],
    }


def _whom_to_ask(directory: Directory | None) -> dict[str, Any] | None:
    if directory is None:
        return None
    with asking_the_directory():
        contacts = directory.contacts()
    return {"names": list(contacts.names), "others": contacts.others}
