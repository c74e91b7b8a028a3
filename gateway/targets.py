"""Find what a path below /gateway/ leads to: an API, an address of it, and the permission for each method.

The path is resolved against the URLs of the API itself, which ``settings.API_URLS`` names, so
that the gateway asks for the very permission the API would ask for, and forwards no path that
the API does not know. That works also where another process serves the API.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, URLResolver
from django.urls.resolvers import RegexPattern

from permissions_api.routes import Route
from resources.declaration import Resource, declared_resources
from resources.words import action_of, required_permission

# Characters that mean themselves in every part of the way (RFC 3986 section 2.3). Whatever was
# encoded twice still has its %, and no segment is empty or begins with a dot.
PLAIN = re.compile(r"(?:[A-Za-z0-9_~-][A-Za-z0-9_.~-]*/)*(?:[A-Za-z0-9_~-][A-Za-z0-9_.~-]*)?")
LONGEST_PATH = 512  # characters
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True, slots=True)
class Target:
    """An address of an API. ``permissions`` are those of the methods answered there; None allows nobody."""

    resource: Resource
    rest: str
    permissions: Mapping[str, str | None]

    @property
    def path(self) -> str:
        """The path at the API, made anew from what resolved."""
        return f"/api/{self.resource.name}/{self.rest}"


def find_target(name: str, rest: str) -> Target | None:
    """Return where ``/gateway/name/rest`` leads, None for what no API of this site knows."""
    module = settings.API_URLS.get(name)
    resource = next((item for item in declared_resources() if item.name == name), None)
    if module is None or resource is None or len(rest) > LONGEST_PATH or not PLAIN.fullmatch(rest):
        return None
    try:
        found = _resolver(module).resolve(rest)
    except Resolver404:
        return None
    view_resource, permissions = _permissions(found.func)
    if view_resource not in (None, resource):
        return None  # Its tokens would be for another API than the address says.
    return Target(resource, rest, permissions)


@cache
def _resolver(module: str) -> URLResolver:
    return URLResolver(RegexPattern(r"^"), module)


@cache
def _permissions(callback: Callable[..., Any]) -> tuple[Resource | None, Mapping[str, str | None]]:
    """Return the resource of a view, and the permission it requires for each method it answers."""
    view = Route("", callback).view()
    if view is None:
        return None, {}
    actions = {method: action_of(view, method) for method in METHODS}
    permissions = {name: required_permission(view, action) for name, action in actions.items() if action}
    return getattr(view, "resource", None), permissions


def gateway_address(location: str, upstream: str, resource: Resource) -> str | None:
    """Return the address at the gateway of what an upstream names; None when it lies elsewhere."""
    prefix = f"/api/{resource.name}/"
    try:
        parts = urlsplit(location)
    except ValueError:
        return None
    elsewhere = parts.netloc not in ("", urlsplit(upstream).netloc)
    if elsewhere or not parts.path.startswith(prefix):
        return None
    rest = parts.path.removeprefix(prefix)
    return f"/gateway/{resource.name}/{rest}" if PLAIN.fullmatch(rest) else None
