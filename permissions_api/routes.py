"""Walk the URLconf: every view of the site with its whole address."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import URLPattern, URLResolver, get_resolver

from permissions_api.conf import conf

if TYPE_CHECKING:
    from rest_framework.views import APIView


@dataclass(frozen=True, slots=True)
class Route:
    """An address, as the URLconf writes it and without its ends' marks, and the view behind it."""

    address: str
    callback: Callable[..., Any]

    @property
    def is_api(self) -> bool:
        return is_api(f"/{self.address}")

    def view(self) -> "APIView | None":
        """Return DRF's view as the callback would make it, None when it is not one of DRF's."""
        from rest_framework.views import APIView  # noqa: PLC0415  Paths alone are asked about without DRF.

        made_by = getattr(self.callback, "cls", None)
        if not (isinstance(made_by, type) and issubclass(made_by, APIView)):
            return None
        view = made_by(**getattr(self.callback, "initkwargs", {}))
        if hasattr(self.callback, "actions"):
            vars(view)["action_map"] = self.callback.actions
        return view


def is_api(path: str) -> bool:
    """Say whether this address answers programs, and nobody without a guard or a word that it is open."""
    return f"{path}/".startswith(tuple(conf.PREFIXES))


def takes_sessions(path: str) -> bool:
    """Say whether this address is for browsers with a session of the site's own."""
    return f"{path}/".startswith(tuple(conf.SESSION_PREFIXES))


def routes(patterns: Sequence[Any] | None = None, prefix: str = "") -> Iterator[Route]:
    """Yield every route of the site, or of these patterns."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        address = prefix + str(pattern.pattern).lstrip("^(")
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, address)
        elif isinstance(pattern, URLPattern):
            yield Route(address.rstrip("$)").removesuffix("\\Z"), pattern.callback)
