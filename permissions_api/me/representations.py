"""What /me answers about the one who asks, out of the token and the directory."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from permissions_api.audiences import audience_of, resources_of
from permissions_api.conf import conf
from permissions_api.directory import Directory, GrantOrigin, Role, asking_the_directory
from permissions_api.effective_permissions import EffectivePermissions, granted_permissions
from permissions_api.resource import Resource, served_resources
from permissions_api.tokens.verification import VerifiedToken

NOWHERE = GrantOrigin(roles=(), direct=False)


def my_permissions(token: VerifiedToken, effective: EffectivePermissions | None) -> dict[str, Any]:
    """Return the body of ``GET /me/permissions``; ``effective`` is None without a directory."""
    own = _resources_for(token)
    granted = granted_permissions(token, effective)
    held_of = _held_by_resource(token, effective, own, granted)
    counts = conf.PERMISSION_SOURCE != "token"
    return {
        "subject": token.subject,
        "name": effective.name if effective else None,
        "roles": _listed(effective.roles) if effective else None,
        "permissions": sorted(name for item in own for name in item.permissions if name in granted),
        "resources": [
            {
                "name": resource.name,
                "title": resource.title,
                "audience": audience_of(resource),
                "granted": _actions(resource, held_of(resource)),
            }
            for resource in served_resources()
        ],
        "source": conf.PERMISSION_SOURCE,
        "version": effective.version if effective and counts else None,
        "stale": _is_stale(token, own, effective) if effective and counts else None,
    }


def my_access(
    token: VerifiedToken, effective: EffectivePermissions | None, directory: Directory | None
) -> dict[str, Any]:
    """Return the body of ``GET /me/access``: every declared permission and where it comes from.

    A client of others is told of the permissions that the person allowed it alone, and of no origin.
    """
    allowed = effective.allowed if effective else None
    known = directory if allowed is None else None
    with asking_the_directory():
        roles = _roles_by_permission(known.roles()) if known else None
    held_of = _held_by_resource(
        token, effective, _resources_for(token), granted_permissions(token, effective)
    )
    return {
        "permissions": [
            _row(resource, action, name, held, effective, roles)
            for resource in served_resources()
            for held in [held_of(resource)]
            for action, name in zip(resource.actions, resource.permissions, strict=True)
            if allowed is None or name in allowed
        ],
        "ask": _whom_to_ask(known),
    }


def _held_by_resource(
    token: VerifiedToken,
    effective: EffectivePermissions | None,
    own: Sequence[Resource],
    granted: frozenset[str],
) -> Callable[[Resource], Collection[str] | None]:
    """Return what tells of a resource what the person holds and the client may use, None when nobody can.

    A token for the one logical API may learn of every resource from the directory, the token of
    one API what concerns that API. Without a directory the claim is all there is.
    """
    known = effective.held if effective and effective.person else None
    of_all = conf.AUDIENCE in token.audiences

    def held_of(resource: Resource) -> Collection[str] | None:
        if known is not None and (of_all or resource in own):
            return known
        return granted if resource in own else None

    return held_of


def _roles_by_permission(roles: Sequence[Role]) -> Mapping[str, list[str]]:
    """Return the names of the roles that give each permission, in order."""
    giving = defaultdict[str, list[str]](list)
    for role in roles:
        for name in role.permissions:
            giving[name].append(role.name)
    return giving


def _resources_for(token: VerifiedToken) -> tuple[Resource, ...]:
    found = [resource for audience in token.audiences for resource in resources_of(audience)]
    return tuple(resource for resource in served_resources() if resource in found)


def _is_stale(token: VerifiedToken, own: Sequence[Resource], effective: EffectivePermissions) -> bool:
    """Say whether a new token would carry other permissions; never where the claim is not read."""
    if conf.PERMISSION_SOURCE == "live":
        return False
    differing = token.permissions ^ effective.held
    return any(name in differing for resource in own for name in resource.permissions)


def _listed(names: Sequence[str] | None) -> list[str] | None:
    return None if names is None else list(names)


def _actions(resource: Resource, held: Collection[str] | None) -> list[str] | None:
    if held is None:
        return None
    both = zip(resource.actions, resource.permissions, strict=True)
    return [action for action, name in both if name in held]


def _row(
    resource: Resource,
    action: str,
    name: str,
    held: Collection[str] | None,
    effective: EffectivePermissions | None,
    roles: Mapping[str, list[str]] | None,
) -> dict[str, Any]:
    origin = None
    if effective and effective.person and effective.allowed is None and held is not None:
        origin = effective.person.held[name] if name in held else NOWHERE
    return {
        "name": name,
        "resource": resource.name,
        "action": action,
        "held": None if held is None else name in held,
        "roles": list(origin.roles) if origin else None,
        "direct": origin.direct if origin else None,
        "held_by_roles": None if roles is None else roles.get(name, []),
    }


def _whom_to_ask(directory: Directory | None) -> dict[str, Any] | None:
    if directory is None:
        return None
    with asking_the_directory():
        contacts = directory.contacts()
    return {"names": list(contacts.names), "others": contacts.others}
