"""Refuse to start with a view that nobody guards, or with settings by which tokens could not be trusted."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string
from django.views.generic import RedirectView
from rest_framework.views import APIView

from permissions_api.audiences import audience_of
from permissions_api.authentication import BearerAuthentication
from permissions_api.loopback import is_https_or_loopback
from permissions_api.permissions import AnyValidToken, Open, RequiresNamedPermission, RequiresPermission
from permissions_api.required_permission import action_of, required_permission
from permissions_api.resource import declared_resources
from permissions_api.routes import Route, routes
from permissions_api.tokens.verification import ASYMMETRIC
from permissions_api.views import GuardedView


@register
def check_resources(app_configs: Any, **_options: Any) -> list[CheckMessage]:
    """RESOURCES names Resources, and AUDIENCES theirs."""
    try:
        resources = declared_resources()
    except ImproperlyConfigured as error:
        return [Error(str(error), hint="Name Resources, such as 'movies.resource.MOVIES'.", id=_id(1))]
    found: list[CheckMessage] = []
    for name in sorted(settings.AUDIENCES.keys() - {resource.name for resource in resources}):
        hint = f"The resources are: {', '.join(resource.name for resource in resources)}."
        found.append(Error(f"AUDIENCES names {name!r}, which is no resource.", hint=hint, id=_id(2)))
    return found + list(_audience_errors([settings.API_AUDIENCE, *map(audience_of, resources)]))


def _audience_errors(audiences: list[str]) -> Iterator[CheckMessage]:
    for audience in dict.fromkeys(audiences):
        if audiences.count(audience) > 1:
            hint = "Give each API, and API_AUDIENCE, an audience of its own."
            yield Error(f"The audience {audience!r} stands for two APIs.", hint=hint, id=_id(3))
        if not urlsplit(audience).scheme or not audience.isascii() or set(audience) & set(' "\\'):
            hint = "Write it as at the issuer, such as 'https://api.usher.example/'."
            yield Error(f"The audience {audience!r} is not a URI.", hint=hint, id=_id(4))


@register
def check_issuer(app_configs: Any, **_options: Any) -> list[CheckMessage]:
    """The issuer is written as its tokens write it, and reached safely."""
    if not settings.OIDC_ISSUER:
        return []
    parts = urlsplit(settings.OIDC_ISSUER)
    example = "Write it as the issuer's discovery document does, such as 'https://tenant.eu.auth0.com/'."
    found: list[CheckMessage] = []
    if not parts.hostname or parts.query or parts.fragment:
        found.append(Error(f"OIDC_ISSUER={settings.OIDC_ISSUER!r} is no issuer.", hint=example, id=_id(5)))
    elif not is_https_or_loopback(settings.OIDC_ISSUER):
        found.append(Error(f"OIDC_ISSUER={settings.OIDC_ISSUER!r} is not https.", hint=example, id=_id(6)))
    elif parts.path == "":
        message = f"OIDC_ISSUER={settings.OIDC_ISSUER!r} lacks its closing slash."
        hint = f"{example} iss is compared letter by letter, and the login's addresses are built on it."
        found.append(Error(message, hint=hint, id=_id(7)))
    return found


@register
def check_algorithms(app_configs: Any, **_options: Any) -> list[CheckMessage]:
    """Only signatures by a private key count: what verifies a symmetric one could also forge it."""
    refused = [name for name in settings.OIDC_ALGORITHMS if name not in ASYMMETRIC]
    if settings.OIDC_ALGORITHMS and not refused:
        return []
    names = ", ".join(map(repr, refused)) or "nothing"
    hint = f"Name asymmetric ones, such as RS256. Known are: {', '.join(sorted(ASYMMETRIC))}."
    return [Error(f"OIDC_ALGORITHMS names {names}, which cannot be accepted.", hint=hint, id=_id(8))]


@register
def check_dotted_paths(app_configs: Any, **_options: Any) -> list[CheckMessage]:
    """KEY_SOURCE, DIRECTORY, DELEGATION, INVITATIONS and LOGINS lead somewhere."""
    found: list[CheckMessage] = []
    for name in ("KEY_SOURCE", "DIRECTORY", "DELEGATION", "INVITATIONS", "LOGINS"):
        path = getattr(settings, name)
        try:
            if path:
                import_string(path)
        except ImportError as error:
            hint = f"Name a class or function by its dotted path ({error})."
            found.append(Error(f"{name} names {path!r}, which does not exist.", hint=hint, id=_id(9)))
    return found


@register
def check_directory(app_configs: Any, **_options: Any) -> list[CheckMessage]:
    """What asks a directory at every request has one to ask."""
    if settings.PERMISSION_SOURCE == "token" or settings.DIRECTORY:
        return []
    message = f"PERMISSION_SOURCE={settings.PERMISSION_SOURCE} asks a directory, and DIRECTORY names none."
    hint = (
        "Write PERMISSION_SOURCE=token, where the token alone counts, or name a directory of the issuer's"
        " people in DIRECTORY, such as 'directory.backends.django.DjangoDirectory'."
    )
    return [Error(message, hint=hint, id=_id(16))]


@register
def check_views(app_configs: Any, **_options: Any) -> list[CheckMessage]:
    """Every view of the site is guarded, or says that it is not."""
    try:
        declared_resources()
    except ImproperlyConfigured:
        return []  # check_resources says so.
    return [error for route in routes() for error in _route_errors(route)]


def _route_errors(route: Route) -> Iterator[CheckMessage]:
    view = route.view()
    if view is not None:
        yield from _view_errors(route.address, view)
    elif route.is_api and not _is_harmless(route):
        yield Error(
            f"/{route.address} is answered by a view that is not DRF's, so nobody guards it.",
            hint="Make it a GuardedView, or say @open_to_all if it is for everybody.",
            id=_id(10),
        )


def _is_harmless(route: Route) -> bool:
    """Tell whether a view says that it is open, or only sends elsewhere."""
    view_class = getattr(route.callback, "view_class", object)
    return getattr(route.callback, "open_to_all", False) or issubclass(view_class, RedirectView)


def _view_errors(address: str, view: APIView) -> Iterator[CheckMessage]:
    where = f"{type(view).__name__} at /{address}"
    asks = {type(permission) for permission in view.get_permissions()}
    resource = getattr(view, "resource", None)
    if asks & {Open, AnyValidToken, RequiresNamedPermission} and (resource or len(asks) > 1):
        hint = "A view of a resource has no permission_classes; the others have exactly one of the three."
        message = f"{where} mixes AnyValidToken, Open or RequiresNamedPermission with something else."
        yield Error(message, hint=hint, id=_id(11))
    elif asks == {Open}:
        return
    elif asks == {RequiresNamedPermission}:
        if not callable(getattr(view, "named_permission", None)):
            hint = "Give it named_permission(method), which returns a permission, or None to refuse."
            yield Error(f"{where} does not name the permission it requires.", hint=hint, id=_id(15))
    elif asks != {AnyValidToken} and (RequiresPermission not in asks or resource is None):
        hint = "Name its resource, or permission_classes = [AnyValidToken] or [Open]."
        yield Error(f"{where} says neither its resource nor that it needs none.", hint=hint, id=_id(12))
    elif resource is not None:
        yield from _action_errors(where, view)
    if not _guards_first(view):
        hint = "Derive it from GuardedView; leave authentication_classes and get_permissions alone."
        yield Error(f"{where} does not guard before everything else.", hint=hint, id=_id(13))


def _guards_first(view: APIView) -> bool:
    return (
        isinstance(view, GuardedView)
        and view.authentication_classes == [BearerAuthentication]
        and type(view).get_permissions is APIView.get_permissions
    )


def _action_errors(where: str, view: APIView) -> Iterator[CheckMessage]:
    methods = getattr(view, "action_map", None) or [name for name in view.http_method_names if name != "head"]
    for method in methods:
        action = action_of(view, method.upper())
        if action and required_permission(view, action) is None:
            hint = f'Name a declared action in action_words, such as {{"{action}": "list"}}.'
            yield Error(f"{where} does not say which permission {action!r} requires.", hint=hint, id=_id(14))


def _id(number: int) -> str:
    return f"permissions_api.E{number:03}"
