"""What a resource is: one declaration from which everything about its permissions follows."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from django.core.signals import setting_changed
from django.utils.module_loading import import_string

from permissions_api.conf import SETTING, Misconfigured, conf

# DRF's own action names; any other action of a viewset names its word itself.
ACTION_WORDS: Mapping[str, str] = {
    "list": "list",
    "retrieve": "read",
    "create": "write",
    "update": "edit",
    "partial_update": "edit",
    "destroy": "delete",
}


@dataclass(frozen=True, slots=True)
class Resource:
    """One API: what it is called, for whom its tokens are, what can be done with it.

    ``name`` is the second half of every permission (``list:movies``); ``audience`` is the
    ``aud`` of a token that is for this API alone; ``actions`` are the first halves. ``urls``
    is the module of its addresses, for the project that routes them below ``/api/NAME/``.
    ``needs_directory``: it is served where the setting DIRECTORY names one, and else not there.
    ``fresh``: actions that ask for a login no older than so many seconds, such as ``{"delete": 300}``.
    Raises ValueError when a part could not stand in a permission or a token.
    """

    name: str
    title: str
    audience: str
    actions: tuple[str, ...] = ("list", "read", "write", "edit", "delete")
    urls: str = ""
    needs_directory: bool = False
    fresh: Mapping[str, int] = field(default_factory=dict, hash=False)
    # Every permission of this resource, in the order of its actions.
    permissions: tuple[str, ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        for word in (self.name, *self.actions):
            if not re.fullmatch(r"[a-z][a-z0-9_-]*", word):
                raise ValueError(f"{word!r} cannot be part of a permission: use a-z, 0-9, - and _.")
        if not re.match(r"[a-z][a-z0-9+.-]*:", self.audience):
            raise ValueError(f"The audience {self.audience!r} of {self.name!r} is not a URI.")
        for action, seconds in self.fresh.items():
            if action not in self.actions:
                raise ValueError(f"fresh of {self.name!r} names {action!r}, which is no action of it.")
            if type(seconds) is not int or seconds < 1:
                raise ValueError(f"fresh of {self.name!r} gives {action!r} {seconds!r}: write whole seconds.")
        object.__setattr__(self, "fresh", MappingProxyType(dict(self.fresh)))
        object.__setattr__(self, "permissions", tuple(f"{action}:{self.name}" for action in self.actions))

    def permission(self, action: str) -> str:
        """Return ``action:name``. Raises KeyError for an action that is not declared."""
        if action not in self.actions:
            raise KeyError(f"The resource {self.name!r} declares no action {action!r}.")
        return f"{action}:{self.name}"


@cache
def declared_resources() -> tuple[Resource, ...]:
    """Return the resources that the setting ``RESOURCES`` names, in menu order.

    Raises Misconfigured for a name that leads to no Resource, and for two
    resources that share a name or an audience.
    """
    found = tuple(load_resource(path) for path in conf.RESOURCES)
    for what in ("name", "audience"):
        values = [getattr(resource, what) for resource in found]
        twice = {value for value in values if values.count(value) > 1}
        if twice:
            raise Misconfigured(f"Two resources share the {what} {twice.pop()!r}.")
    return found


def served_resources() -> tuple[Resource, ...]:
    """Return the declared resources but for those that need a directory where there is none."""
    return tuple(item for item in declared_resources() if conf.DIRECTORY or not item.needs_directory)


def _reread(*, setting: str, **_signal: object) -> None:
    if setting == SETTING:
        declared_resources.cache_clear()
        all_permissions.cache_clear()
        max_ages.cache_clear()


setting_changed.connect(_reread)


def load_resource(path: str) -> Resource:
    """Return what a dotted path names. Raises Misconfigured where that is no Resource."""
    try:
        resource = import_string(path)
    except ImportError as error:
        raise Misconfigured(f"RESOURCES names {path!r}, which does not exist.") from error
    if not isinstance(resource, Resource):
        raise Misconfigured(f"RESOURCES names {path!r}, which is not a Resource.")
    return resource


@cache
def all_permissions() -> tuple[str, ...]:
    """Return every permission that any resource declares, in menu order."""
    return tuple(name for resource in declared_resources() for name in resource.permissions)


@cache
def max_ages() -> Mapping[str, int]:
    """Return, by the permission, how many seconds old a login may be for what asks for a fresh one."""
    return {
        resource.permission(action): seconds
        for resource in declared_resources()
        for action, seconds in resource.fresh.items()
    }
