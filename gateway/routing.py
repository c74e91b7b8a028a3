"""Find what a path below /gateway/ leads to: an API, an address of it, and the permission for each method.

The path is resolved against the URLs of the API itself, which its declaration names, so that the
gateway asks for the very permission the API would ask for, and forwards no path that the API does
not know. That works also where another process serves the API.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from django.conf import settings
from django.urls import Resolver404, ResolverMatch, URLResolver
from django.urls.resolvers import RegexPattern

from gateway.exceptions import NoUpstream
from permissions_api.required_permission import action_of, required_permission, resource_of
from permissions_api.resource import Resource, declared_resources
from permissions_api.routes import Route
from resources.links import brought

# Characters that mean themselves in every part of the way (RFC 3986 section 2.3), and the | that
# parts a subject (``auth0|5f7``), which is encoded again where the path goes on. Whatever was
# encoded twice still has its %, and no segment is empty or begins with a dot.
PLAIN = re.compile(r"(?:[A-Za-z0-9_~-][A-Za-z0-9_.~|-]*/)*(?:[A-Za-z0-9_~-][A-Za-z0-9_.~|-]*)?")
LONGEST_PATH = 512  # characters
MOST_KEPT = 1_000  # addresses that are not resolved again
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True, slots=True)
class Destination:
    """An address of an API. ``permissions`` are those of the methods answered there; None allows nobody.

    ``resource`` is the API's own. ``others`` are those whose tokens a method takes in its place.
    ``path`` is that at the API, made anew from what resolved, and ``view`` what answers there.
    """

    resource: Resource
    path: str
    permissions: Mapping[str, str | None]
    others: Mapping[str, Resource]
    view: ResolverMatch

    def resource_for(self, method: str) -> Resource:
        """Return the resource whose token this method takes."""
        return self.others.get(method, self.resource)


def find_destination(name: str, rest: str) -> Destination | None:
    """Return where ``/gateway/name/rest`` leads, None for what no API of this site knows."""
    resource = next((item for item in declared_resources() if item.name == name), None)
    if resource is None or len(rest) > LONGEST_PATH or not PLAIN.fullmatch(rest):
        return None
    return _destination(resource, rest)


@lru_cache(MOST_KEPT)
def _destination(resource: Resource, rest: str) -> Destination | None:
    try:
        found = _resolver(resource.urls).resolve(rest)
    except Resolver404:
        return None
    view_resource, permissions, others = _permissions(found.func)
    if view_resource not in (None, resource):
        return None  # Its tokens would be for another API than the address says.
    return Destination(resource, f"/api/{resource.name}/{quote(rest)}", permissions, others, found)


@cache
def methods_at(callback: Callable[..., Any]) -> list[str]:
    """Return the methods that DRF's view of this callback answers."""
    view = Route("", callback).view()
    return [method for method in METHODS if view and action_of(view, method)]


@cache
def _resolver(module: str) -> URLResolver:
    return URLResolver(RegexPattern(r"^"), module)


@cache
def _permissions(
    callback: Callable[..., Any],
) -> tuple[Resource | None, Mapping[str, str | None], Mapping[str, Resource]]:
    """Return a view's resource, the permission for each method it answers, and methods of other resources."""
    view = Route("", callback).view()
    if view is None:
        return None, {}, {}
    actions = {method: action_of(view, method) for method in METHODS}
    permissions = {name: required_permission(view, action) for name, action in actions.items() if action}
    own: Resource | None = getattr(view, "resource", None)
    found = {name: resource_of(view, action) for name, action in actions.items() if action}
    return own, permissions, {name: other for name, other in found.items() if other and other != own}


def is_served(name: str) -> bool:
    """Say whether this process serves the API of this name itself."""
    return settings.APPS == ["all"] or name in settings.APPS


def upstream_of(resource: Resource) -> str:
    """Return the origin of the process that serves an API. Raises NoUpstream."""
    origin: str = settings.GATEWAY_UPSTREAMS.get(resource.name, "")
    if not origin:
        raise NoUpstream(resource.name)
    return origin


def brought_location(location: str, origin: str, resource: Resource, prefix: str) -> str | None:
    """Return the address below ``prefix`` of what an API at ``origin`` names; None when it lies elsewhere."""
    own = f"/api/{resource.name}/"
    try:
        parts = urlsplit(location)
    except ValueError:
        return None
    elsewhere = parts.netloc not in ("", urlsplit(origin).netloc)
    if elsewhere or not parts.path.startswith(own):
        return None
    rest = unquote(parts.path.removeprefix(own))
    return brought(own + quote(rest), prefix) if PLAIN.fullmatch(rest) else None
