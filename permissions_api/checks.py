"""Refuse to start with a view that nobody guards, or with settings by which tokens could not be trusted."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from ipaddress import ip_network
from typing import Any
from urllib.parse import urlsplit

from django.core.checks import CheckMessage, Error, Warning, register
from django.utils.module_loading import import_string
from django.views.generic import RedirectView
from rest_framework.views import APIView

from permissions_api.audiences import audience_of, known_audiences
from permissions_api.authentication import BearerAuthentication
from permissions_api.conf import FETCHED_KEYS, Misconfigured, conf, faults
from permissions_api.loopback import is_https_or_loopback
from permissions_api.permissions import (
    AnyValidToken,
    Open,
    RequiresNamedPermission,
    RequiresPermission,
    RequiresScope,
)
from permissions_api.required_permission import action_of, required_permission
from permissions_api.resource import declared_resources
from permissions_api.routes import Route, routes
from permissions_api.tokens.keys import ASYMMETRIC
from permissions_api.upgrading import former_paths, former_settings
from permissions_api.views import GuardMixin

WITHOUT_RESOURCE = {Open, AnyValidToken, RequiresNamedPermission, RequiresScope}
GUARDS = {RequiresPermission, *WITHOUT_RESOURCE} - {Open}


@register
def check_settings(app_configs: Any, **_options: Any) -> list[CheckMessage]:
    """PERMISSIONS_API says what it must, and nothing that is not known."""
    return [Error(message, hint=hint, id=_id(17)) for message, hint in faults()]


@register
def check_former_names(app_configs: Any, **_options: Any) -> list[CheckMessage]:
    """No name of an earlier release is left in the settings."""
    return [
        *(Error(message, hint=hint, id=_id(21)) for message, hint in former_paths()),
        *(Warning(message, hint=hint, id="permissions_api.W001") for message, hint in former_settings()),
    ]


def with_settings(check: Callable[[], Iterator[CheckMessage]]) -> Callable[..., list[CheckMessage]]:
    """Register a check that reads the settings; where they cannot be read, check_settings says so."""

    def run(app_configs: Any, **_options: Any) -> list[CheckMessage]:
        return [] if any(faults()) else list(check())

    run.__name__ = check.__name__  # wraps() would hide from Django which arguments it takes.
    return register(run)


@with_settings
def check_resources() -> Iterator[CheckMessage]:
    """RESOURCES names Resources, and AUDIENCES theirs."""
    try:
        resources = declared_resources()
    except Misconfigured as error:
        yield Error(str(error), hint="Name Resources, such as 'games.resource.GAMES'.", id=_id(1))
        return
    for name in sorted(conf.AUDIENCES.keys() - {resource.name for resource in resources}):
        hint = f"The resources are: {', '.join(resource.name for resource in resources)}."
        yield Error(f"AUDIENCES names {name!r}, which is no resource.", hint=hint, id=_id(2))
    yield from _audience_errors([conf.AUDIENCE, *map(audience_of, resources)])


@with_settings
def check_permission_claims() -> Iterator[CheckMessage]:
    """PERMISSION_CLAIMS names resources and audiences that there are."""
    with suppress(Misconfigured):  # check_resources says so.
        known = [*(resource.name for resource in declared_resources()), *known_audiences()]
        for name in sorted(conf.PERMISSION_CLAIMS.keys() - {*known}):
            message = f"PERMISSION_CLAIMS names {name!r}, which is neither a resource nor an audience."
            yield Error(message, hint=f"Known are: {', '.join(known)}.", id=_id(24))


def _audience_errors(audiences: list[str]) -> Iterator[CheckMessage]:
    for audience in dict.fromkeys(audiences):
        if audiences.count(audience) > 1:
            hint = "Give each API, and the one logical API, an audience of its own."
            yield Error(f"The audience {audience!r} stands for two APIs.", hint=hint, id=_id(3))
        if not urlsplit(audience).scheme or not audience.isascii() or set(audience) & set(' "\\'):
            hint = "Write it as at the issuer, such as 'https://api.example.com/'."
            yield Error(f"The audience {audience!r} is not a URI.", hint=hint, id=_id(4))


@with_settings
def check_issuer() -> Iterator[CheckMessage]:
    """An issuer whose keys are fetched is written as its tokens write it, and reached safely."""
    parts = urlsplit(conf.ISSUER)
    example = "Write it as the issuer's discovery document does, such as 'https://tenant.eu.auth0.com/'."
    if conf.KEY_SOURCE != FETCHED_KEYS:
        return
    if not parts.hostname or "@" in parts.netloc or parts.query or parts.fragment:
        yield Error(f"ISSUER={conf.ISSUER!r} is no issuer.", hint=example, id=_id(5))
    elif not is_https_or_loopback(conf.ISSUER):
        yield Error(f"ISSUER={conf.ISSUER!r} is not https.", hint=example, id=_id(6))
    elif parts.path == "" and conf.flavour.auth0_paths:
        message = f"ISSUER={conf.ISSUER!r} lacks its closing slash."
        hint = f"{example} iss is compared letter by letter, and the login's addresses are built on it."
        yield Error(message, hint=hint, id=_id(7))


@with_settings
def check_strategy() -> Iterator[CheckMessage]:
    """Where a token of each API is asked for, the issuer can be told which API."""
    asks = conf.strategy.own_audiences and not conf.strategy.gateway
    if asks and conf.flavour.audience_parameter is None:
        message = (
            f"AUDIENCE_STRATEGY={conf.STRATEGY} asks for a token of each API by its audience, and issuers"
        )
        hint = (
            "Write AUDIENCE_STRATEGY=single_audience, or one with a gateway; or OIDC_FLAVOUR=generic if it"
            " knows resource indicators (RFC 8707)."
        )
        yield Error(f"{message} of OIDC_FLAVOUR={conf.FLAVOUR} are not told one.", hint=hint, id=_id(23))


@with_settings
def check_scopes() -> Iterator[CheckMessage]:
    """What is demanded as a scope can be asked for."""
    if conf.REQUIRE_SCOPE and not conf.flavour.permission_scopes:
        message = (
            f"REQUIRE_SCOPE demands permissions as scopes, and of OIDC_FLAVOUR={conf.FLAVOUR} none is asked."
        )
        hint = "Write REQUIRE_SCOPE=0: nobody could do anything."
        yield Error(message, hint=hint, id=_id(28))


@with_settings
def check_algorithms() -> Iterator[CheckMessage]:
    """Only signatures by a private key count: what verifies a symmetric one could also forge it."""
    refused = [name for name in conf.ALGORITHMS if name not in ASYMMETRIC]
    discovered = not conf.ALGORITHMS and conf.KEY_SOURCE == FETCHED_KEYS
    if refused or not (conf.ALGORITHMS or discovered):
        names = ", ".join(map(repr, refused)) or "nothing"
        hint = f"Name asymmetric ones, such as RS256. Known are: {', '.join(sorted(ASYMMETRIC))}."
        yield Error(f"ALGORITHMS names {names}, which cannot be accepted.", hint=hint, id=_id(8))


@with_settings
def check_dotted_paths() -> Iterator[CheckMessage]:
    """KEY_SOURCE, DIRECTORY and DELEGATION lead somewhere."""
    for name in ("KEY_SOURCE", "DIRECTORY", "DELEGATION"):
        yield from path_errors(name, getattr(conf, name))


def path_errors(name: str, path: str) -> Iterator[CheckMessage]:
    """Say that a setting's dotted path leads nowhere, or to what cannot be called."""
    hint = "Name a class or function by its dotted path."
    try:
        if path and not callable(import_string(path)):
            yield Error(f"{name} names {path!r}, which is neither class nor function.", hint=hint, id=_id(9))
    except ImportError as error:
        yield Error(f"{name} names {path!r}, which does not exist ({error}).", hint=hint, id=_id(9))


@with_settings
def check_directory() -> Iterator[CheckMessage]:
    """What asks a directory at every request has one to ask."""
    if conf.PERMISSION_SOURCE == "token" or conf.DIRECTORY:
        return
    message = f"PERMISSION_SOURCE={conf.PERMISSION_SOURCE} asks a directory, and DIRECTORY names none."
    hint = (
        "Write PERMISSION_SOURCE=token, where the token alone counts, or name a directory of the issuer's"
        " people in DIRECTORY by its dotted path."
    )
    yield Error(message, hint=hint, id=_id(16))


@with_settings
def check_proxies() -> Iterator[CheckMessage]:
    for proxy in conf.TRUSTED_PROXIES:
        if not _is_network(proxy):
            message = f"TRUSTED_PROXIES names {proxy!r}, which is no address or network."
            yield Error(message, hint="Write such as 10.0.0.5 or 10.0.0.0/8, each by itself.", id=_id(18))


def _is_network(text: str) -> bool:
    try:
        ip_network(text, strict=False)
    except ValueError:
        return False
    return True


@with_settings
def check_words() -> Iterator[CheckMessage]:
    """What is written into headers and addresses can stand there."""
    for prefix in conf.PREFIXES:
        if not re.fullmatch(r"/(.*/)?", prefix):
            hint = "Write it as '/api/', with a slash at both ends."
            yield Error(f"PREFIXES names {prefix!r}, below which no address lies.", hint=hint, id=_id(19))
    if not re.fullmatch(r"[ !#-\[\]-~]+", conf.REALM):
        hint = "Write printable ASCII without quotes and backslashes (RFC 9110 section 5.6.4)."
        yield Error(f"REALM={conf.REALM!r} cannot stand in a header.", hint=hint, id=_id(20))
    if conf.PROBLEM_TYPES and not re.fullmatch(r"[a-z][a-z0-9+.-]*:[!#-~]*", conf.PROBLEM_TYPES):
        hint = "Write what a URI begins with, such as 'https://api.example.com/problems#'."
        yield Error(f"PROBLEM_TYPES={conf.PROBLEM_TYPES!r} begins no URI.", hint=hint, id=_id(22))


@with_settings
def check_views() -> Iterator[CheckMessage]:
    """Every view that programs ask is guarded, or says that it is not."""
    with suppress(Misconfigured):  # check_resources says so.
        declared_resources()
        for route in routes():
            yield from _route_errors(route)


def _route_errors(route: Route) -> Iterator[CheckMessage]:
    view = route.view()
    if view is not None:
        if conf.STRICT or _is_ours(route, view):
            yield from _view_errors(route.address, view)
    elif route.is_api and not _is_harmless(route):
        yield Error(
            f"/{route.address} is answered by a view that is not DRF's, so nobody guards it.",
            hint="Make it a GuardedView, or say @open_to_all if it is for everybody.",
            id=_id(10),
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
    if asks & WITHOUT_RESOURCE and (resource or len(asks) > 1):
        hint = "A view of a resource has no permission_classes; the others have exactly one of these."
        names = " or ".join(sorted(guard.__name__ for guard in WITHOUT_RESOURCE))
        yield Error(f"{where} mixes {names} with something else.", hint=hint, id=_id(11))
    elif asks == {Open}:
        return
    elif asks == {RequiresNamedPermission}:
        if not callable(getattr(view, "named_permission", None)):
            hint = "Give it named_permission(method), which returns a permission, or None to refuse."
            yield Error(f"{where} does not name the permission it requires.", hint=hint, id=_id(15))
    elif asks and asks == {*_narrower(asks)}:
        pass
    elif asks == {RequiresScope}:
        if getattr(view, "audience", "") in ("", *known_audiences()):
            hint = "Give it an audience of its own: at an API of ours a scope opens nothing."
            message = f"{where} takes tokens by their scope that are meant for an API."
            yield Error(message, hint=hint, id=_id(25))
    elif asks != {AnyValidToken} and (RequiresPermission not in asks or resource is None):
        hint = "Name its resource, or permission_classes = [AnyValidToken] or [Open]."
        yield Error(f"{where} says neither its resource nor that it needs none.", hint=hint, id=_id(12))
    elif resource is not None:
        yield from _action_errors(where, view)
    if not _guards_first(view):
        hint = "Derive it from GuardMixin; leave authentication_classes and get_permissions alone."
        yield Error(f"{where} does not guard before everything else.", hint=hint, id=_id(13))


def _narrower_errors(
    where: str, narrower: list[type[AnyValidToken]], beside_the_guard: bool
) -> Iterator[CheckMessage]:
    for each in narrower:
        if not each().requirement:
            hint = "Say which claim it reads, and the name that must stand there."
            yield Error(f"{where} asks by {each.__name__} for nothing.", hint=hint, id=_id(26))
    if narrower and conf.STRICT and not beside_the_guard:
        names = ", ".join(each.__name__ for each in narrower)
        hint = "Name its resource; such a class may stand beside RequiresPermission, and not in its place."
        yield Error(f"{where} is guarded by {names} alone, and STRICT is on.", hint=hint, id=_id(27))


def _guards_first(view: APIView) -> bool:
    return (
        (isinstance(view, GuardMixin) or not conf.STRICT)
        and list(view.authentication_classes) == [BearerAuthentication]
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
