"""Look whether every view that programs ask is guarded, or says that it is not."""

from collections.abc import Iterator

from django.core.checks import CheckMessage, Error
from django.views.generic import RedirectView
from rest_framework.views import APIView

from permissions_api.audiences import known_audiences
from permissions_api.authentication import BearerAuthentication
from permissions_api.checks import id_of
from permissions_api.conf import conf
from permissions_api.permissions import (
    AnyValidToken,
    Open,
    RequiresNamedPermission,
    RequiresPermission,
    RequiresScope,
    RequiresSession,
)
from permissions_api.required_permission import action_of, required_permission
from permissions_api.routes import Route, takes_sessions
from permissions_api.views import GuardMixin

WITHOUT_RESOURCE = {Open, AnyValidToken, RequiresNamedPermission, RequiresScope, RequiresSession}
GUARDS = {RequiresPermission, *WITHOUT_RESOURCE} - {Open}


def route_errors(route: Route) -> Iterator[CheckMessage]:
    view = route.view()
    if view is not None:
        if conf.STRICT or _is_ours(route, view):
            yield from _view_errors(route.address, view)
    elif route.is_api and not _is_harmless(route):
        yield Error(
            f"/{route.address} is answered by a view that is not DRF's, so nobody guards it.",
            hint="Make it a GuardedView, or say @open_to_all if it is for everybody.",
            id=id_of(10),
        )


def _is_ours(route: Route, view: APIView) -> bool:
    """Tell whether the guard has to stand here, and not what a view names in its place."""
    if view.authentication_classes and BearerAuthentication not in view.authentication_classes:
        places = [view, *(each for each in type(view).__mro__ if each is not APIView)]
        return route.is_api and not any("authentication_classes" in vars(place) for place in places)
    asks = {*map(type, view.get_permissions())}
    return route.is_api or bool(asks & GUARDS or _narrower(asks))


def _is_harmless(route: Route) -> bool:
    """Tell whether a view says that it is open, or only sends elsewhere."""
    view_class = getattr(route.callback, "view_class", object)
    return getattr(route.callback, "open_to_all", False) or issubclass(view_class, RedirectView)


def _narrower(asks: set[type]) -> list[type[AnyValidToken]]:
    """Return the classes that ask for more than any valid token, and cannot open anything without one."""
    return [
        each
        for each in asks
        if issubclass(each, AnyValidToken)
        and each is not AnyValidToken
        and each.has_permission is AnyValidToken.has_permission
    ]


def _view_errors(address: str, view: APIView) -> Iterator[CheckMessage]:
    where = f"{type(view).__name__} at /{address}"
    asks = {type(permission) for permission in view.get_permissions()}
    resource = getattr(view, "resource", None)
    yield from _narrower_errors(where, _narrower(asks), RequiresPermission in asks)
    yield from _session_errors(where, address, asks)
    if asks & WITHOUT_RESOURCE and (resource or len(asks) > 1):
        hint = "A view of a resource has no permission_classes; the others have exactly one of these."
        names = " or ".join(sorted(guard.__name__ for guard in WITHOUT_RESOURCE))
        yield Error(f"{where} mixes {names} with something else.", hint=hint, id=id_of(11))
    elif asks == {Open}:
        return
    elif asks == {RequiresNamedPermission}:
        if not callable(getattr(view, "named_permission", None)):
            hint = "Give it named_permission(method), which returns a permission, or None to refuse."
            yield Error(f"{where} does not name the permission it requires.", hint=hint, id=id_of(15))
    elif asks == {RequiresSession}:
        if not callable(getattr(view, "session_of", None)):
            hint = "Give it session_of(request), which returns the session, or raises why there is none."
            yield Error(f"{where} does not say whose session it is asked with.", hint=hint, id=id_of(31))
    elif asks and asks == {*_narrower(asks)}:
        pass
    elif asks == {RequiresScope}:
        if getattr(view, "audience", "") in ("", *known_audiences()):
            hint = "Give it an audience of its own: at an API of ours a scope opens nothing."
            message = f"{where} takes tokens by their scope that are meant for an API."
            yield Error(message, hint=hint, id=id_of(25))
    elif asks != {AnyValidToken} and (RequiresPermission not in asks or resource is None):
        hint = "Name its resource, or permission_classes = [AnyValidToken] or [Open]."
        yield Error(f"{where} says neither its resource nor that it needs none.", hint=hint, id=id_of(12))
    elif resource is not None:
        yield from _action_errors(where, view)
    if not _guards_first(view):
        hint = "Derive it from GuardMixin; leave authentication_classes and get_permissions alone."
        yield Error(f"{where} does not guard before everything else.", hint=hint, id=id_of(13))


def _session_errors(where: str, address: str, asks: set[type]) -> Iterator[CheckMessage]:
    """Keep the two apart: a cookie opens nothing where tokens do, nor a token where the cookie does."""
    here = takes_sessions(f"/{address}")
    if RequiresSession in asks and not here:
        hint = "Move it below one of SESSION_PREFIXES; elsewhere a view asks for a token."
        yield Error(f"{where} is opened by a cookie.", hint=hint, id=id_of(29))
    elif here and asks not in ({RequiresSession}, {Open}):
        hint = "Give it permission_classes = [RequiresSession], or [Open] where a login begins or ends."
        yield Error(f"{where} is opened by a token, among what a session opens.", hint=hint, id=id_of(30))


def _narrower_errors(
    where: str, narrower: list[type[AnyValidToken]], beside_the_guard: bool
) -> Iterator[CheckMessage]:
    for each in narrower:
        if not each().requirement:
            hint = "Say which claim it reads, and the name that must stand there."
            yield Error(f"{where} asks by {each.__name__} for nothing.", hint=hint, id=id_of(26))
    if narrower and conf.STRICT and not beside_the_guard:
        names = ", ".join(each.__name__ for each in narrower)
        hint = "Name its resource; such a class may stand beside RequiresPermission, and not in its place."
        yield Error(f"{where} is guarded by {names} alone, and STRICT is on.", hint=hint, id=id_of(27))


def _guards_first(view: APIView) -> bool:
    return (
        (isinstance(view, GuardMixin) or not conf.STRICT)
        and list(view.authentication_classes) == ([] if _asks_for_session(view) else [BearerAuthentication])
        and type(view).get_permissions is APIView.get_permissions
    )


def _asks_for_session(view: APIView) -> bool:
    return any(isinstance(permission, RequiresSession) for permission in view.get_permissions())


def _action_errors(where: str, view: APIView) -> Iterator[CheckMessage]:
    methods = getattr(view, "action_map", None) or [name for name in view.http_method_names if name != "head"]
    for method in methods:
        action = action_of(view, method.upper())
        if action and required_permission(view, action) is None:
            hint = f'Name a declared action in action_words, such as {{"{action}": "list"}}.'
            yield Error(
                f"{where} does not say which permission {action!r} requires.", hint=hint, id=id_of(14)
            )
