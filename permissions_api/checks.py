"""Refuse to start with a view that nobody guards, or with settings by which tokens could not be trusted."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from ipaddress import ip_network
from typing import Any
from urllib.parse import urlsplit

from django.core.checks import CheckMessage, Error, Warning, register
from django.utils.module_loading import import_string

from permissions_api.audiences import audience_of, known_audiences
from permissions_api.conf import FETCHED_KEYS, Misconfigured, conf, faults
from permissions_api.loopback import is_https_or_loopback
from permissions_api.resource import declared_resources
from permissions_api.tokens.keys import ASYMMETRIC
from permissions_api.upgrading import former_paths, former_settings


@register
def check_settings(app_configs: Any, **_options: Any) -> list[CheckMessage]:
    """PERMISSIONS_API says what it must, and nothing that is not known."""
    return [Error(message, hint=hint, id=id_of(17)) for message, hint in faults()]


@register
def check_former_names(app_configs: Any, **_options: Any) -> list[CheckMessage]:
    """No name of an earlier release is left in the settings."""
    return [
        *(Error(message, hint=hint, id=id_of(21)) for message, hint in former_paths()),
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
        yield Error(str(error), hint="Name Resources, such as 'games.resource.GAMES'.", id=id_of(1))
        return
    for name in sorted(conf.AUDIENCES.keys() - {resource.name for resource in resources}):
        hint = f"The resources are: {', '.join(resource.name for resource in resources)}."
        yield Error(f"AUDIENCES names {name!r}, which is no resource.", hint=hint, id=id_of(2))
    yield from _audience_errors([conf.AUDIENCE, *map(audience_of, resources)])


@with_settings
def check_permission_claims() -> Iterator[CheckMessage]:
    """PERMISSION_CLAIMS names resources and audiences that there are."""
    with suppress(Misconfigured):  # check_resources says so.
        known = [*(resource.name for resource in declared_resources()), *known_audiences()]
        for name in sorted(conf.PERMISSION_CLAIMS.keys() - {*known}):
            message = f"PERMISSION_CLAIMS names {name!r}, which is neither a resource nor an audience."
            yield Error(message, hint=f"Known are: {', '.join(known)}.", id=id_of(24))


def _audience_errors(audiences: list[str]) -> Iterator[CheckMessage]:
    for audience in dict.fromkeys(audiences):
        if audiences.count(audience) > 1:
            hint = "Give each API, and the one logical API, an audience of its own."
            yield Error(f"The audience {audience!r} stands for two APIs.", hint=hint, id=id_of(3))
        if not urlsplit(audience).scheme or not audience.isascii() or set(audience) & set(' "\\'):
            hint = "Write it as at the issuer, such as 'https://api.example.com/'."
            yield Error(f"The audience {audience!r} is not a URI.", hint=hint, id=id_of(4))


@with_settings
def check_issuer() -> Iterator[CheckMessage]:
    """An issuer whose keys are fetched is written as its tokens write it, and reached safely."""
    parts = urlsplit(conf.ISSUER)
    example = "Write it as the issuer's discovery document does, such as 'https://tenant.eu.auth0.com/'."
    if conf.KEY_SOURCE != FETCHED_KEYS:
        return
    if not parts.hostname or "@" in parts.netloc or parts.query or parts.fragment:
        yield Error(f"ISSUER={conf.ISSUER!r} is no issuer.", hint=example, id=id_of(5))
    elif not is_https_or_loopback(conf.ISSUER):
        yield Error(f"ISSUER={conf.ISSUER!r} is not https.", hint=example, id=id_of(6))
    elif parts.path == "" and conf.flavour.auth0_paths:
        message = f"ISSUER={conf.ISSUER!r} lacks its closing slash."
        hint = f"{example} iss is compared letter by letter, and the login's addresses are built on it."
        yield Error(message, hint=hint, id=id_of(7))


@with_settings
def check_strategy() -> Iterator[CheckMessage]:
    """Where a token of each API is asked for, the issuer can be told which API."""
    # A backend for the frontend exchanges its own token where it cannot ask so.
    asks = conf.strategy.own_audiences and not (conf.strategy.gateway or conf.strategy.sessions)
    if asks and conf.flavour.audience_parameter is None:
        message = (
            f"AUDIENCE_STRATEGY={conf.STRATEGY} asks for a token of each API by its audience, and issuers"
        )
        hint = (
            "Write AUDIENCE_STRATEGY=single_audience, or one with a gateway; or OIDC_FLAVOUR=generic if it"
            " knows resource indicators (RFC 8707)."
        )
        yield Error(f"{message} of OIDC_FLAVOUR={conf.FLAVOUR} are not told one.", hint=hint, id=id_of(23))


@with_settings
def check_scopes() -> Iterator[CheckMessage]:
    """What is demanded as a scope can be asked for."""
    if conf.REQUIRE_SCOPE and not conf.flavour.permission_scopes:
        message = (
            f"REQUIRE_SCOPE demands permissions as scopes, and of OIDC_FLAVOUR={conf.FLAVOUR} none is asked."
        )
        hint = "Write REQUIRE_SCOPE=0: nobody could do anything."
        yield Error(message, hint=hint, id=id_of(28))


@with_settings
def check_algorithms() -> Iterator[CheckMessage]:
    """Only signatures by a private key count: what verifies a symmetric one could also forge it."""
    refused = [name for name in conf.ALGORITHMS if name not in ASYMMETRIC]
    discovered = not conf.ALGORITHMS and conf.KEY_SOURCE == FETCHED_KEYS
    if refused or not (conf.ALGORITHMS or discovered):
        names = ", ".join(map(repr, refused)) or "nothing"
        hint = f"Name asymmetric ones, such as RS256. Known are: {', '.join(sorted(ASYMMETRIC))}."
        yield Error(f"ALGORITHMS names {names}, which cannot be accepted.", hint=hint, id=id_of(8))


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
            yield Error(
                f"{name} names {path!r}, which is neither class nor function.", hint=hint, id=id_of(9)
            )
    except ImportError as error:
        yield Error(f"{name} names {path!r}, which does not exist ({error}).", hint=hint, id=id_of(9))


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
    yield Error(message, hint=hint, id=id_of(16))


@with_settings
def check_proxies() -> Iterator[CheckMessage]:
    for proxy in conf.TRUSTED_PROXIES:
        if not _is_network(proxy):
            message = f"TRUSTED_PROXIES names {proxy!r}, which is no address or network."
            yield Error(message, hint="Write such as 10.0.0.5 or 10.0.0.0/8, each by itself.", id=id_of(18))


def _is_network(text: str) -> bool:
    try:
        ip_network(text, strict=False)
    except ValueError:
        return False
    return True


@with_settings
def check_words() -> Iterator[CheckMessage]:
    """What is written into headers and addresses can stand there."""
    for name, prefix in [
        *(("PREFIXES", prefix) for prefix in conf.PREFIXES),
        *(("SESSION_PREFIXES", prefix) for prefix in conf.SESSION_PREFIXES),
    ]:
        if not re.fullmatch(r"/(.*/)?", prefix):
            hint = "Write it as '/api/', with a slash at both ends."
            yield Error(f"{name} names {prefix!r}, below which no address lies.", hint=hint, id=id_of(19))
    if not re.fullmatch(r"[ !#-\[\]-~]+", conf.REALM):
        hint = "Write printable ASCII without quotes and backslashes (RFC 9110 section 5.6.4)."
        yield Error(f"REALM={conf.REALM!r} cannot stand in a header.", hint=hint, id=id_of(20))
    if conf.ORIGIN and not re.fullmatch(r"https?://[!#-.0-~]+", conf.ORIGIN):
        hint = "Write scheme and host without a path, such as 'https://api.example.com'."
        yield Error(f"ORIGIN={conf.ORIGIN!r} is no origin.", hint=hint, id=id_of(32))
    if conf.PROBLEM_TYPES and not re.fullmatch(r"[a-z][a-z0-9+.-]*:[!#-~]*", conf.PROBLEM_TYPES):
        hint = "Write what a URI begins with, such as 'https://api.example.com/problems#'."
        yield Error(f"PROBLEM_TYPES={conf.PROBLEM_TYPES!r} begins no URI.", hint=hint, id=id_of(22))


@with_settings
def check_views() -> Iterator[CheckMessage]:
    """Every view that programs ask is guarded, or says that it is not."""
    # Commands that pass the checks by do without all that views import, half of what there is.
    from permissions_api.routes import routes  # noqa: PLC0415
    from permissions_api.view_checks import route_errors  # noqa: PLC0415

    with suppress(Misconfigured):  # check_resources says so.
        declared_resources()
        for route in routes():
            yield from route_errors(route)


def id_of(number: int) -> str:
    return f"permissions_api.E{number:03}"
