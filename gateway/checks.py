"""Refuse settings with which the gateway could reach no API, or would wait for itself."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from gateway.routing import is_served
from permissions_api.conf import conf
from permissions_api.loopback import LOOPBACK_HOSTS, is_https_or_loopback, is_loopback
from permissions_api.resource import declared_resources

EVERY_ADDRESS = ("0.0.0.0", "::")  # noqa: S104  compared only
EXAMPLE = '{"movies": "http://127.0.0.1:8001"}'


@register
def check_upstreams_are_named(app_configs: Any, **_options: Any) -> Iterator[CheckMessage]:
    """It is known where each API is: at the gateway, or here and elsewhere where sessions are.

    A process behind it has a gateway that nobody uses, and the demo starts the others by itself.
    """
    if not _asks_upstreams():
        return
    declared = [resource.name for resource in declared_resources()]
    here = [name for name in declared if conf.strategy.sessions and is_served(name)]
    if not settings.GATEWAY_UPSTREAMS:
        if not settings.DEMO and here != declared:
            message = (
                "GATEWAY_UPSTREAMS names no API, so whoever asks this process for others is answered 503."
            )
            hint = (
                f"Right for a process behind the gateway. At the site itself set GATEWAY_UPSTREAMS={EXAMPLE}."
            )
            yield Warning(message, hint=hint, id="gateway.W002")
        return
    for name in sorted(settings.GATEWAY_UPSTREAMS.keys() - set(declared)):
        hint = f"The resources are: {', '.join(declared)}."
        yield Error(f"GATEWAY_UPSTREAMS names {name!r}, which is no resource.", hint=hint, id=_id(1))
    missing = [name for name in declared if name not in here and not settings.GATEWAY_UPSTREAMS.get(name)]
    if missing:
        message = f"GATEWAY_UPSTREAMS does not say where the API {missing[0]!r} is."
        hint = f"Name the process that serves each API, such as GATEWAY_UPSTREAMS={EXAMPLE}."
        yield Error(message, hint=hint, id=_id(1))


@register
def check_the_gateway_does_not_wait_for_itself(app_configs: Any, **_options: Any) -> Iterator[CheckMessage]:
    """With every thread waiting for an answer of this very process, none is left to give it."""
    hint = "Start the same code once more on another port and name that; ./run demo does so by itself."
    for name, url in _addresses():
        if _is_this_process(urlsplit(url)):
            yield Error(f"{name} leads to {url!r}, which is this process itself.", hint=hint, id=_id(2))


@register
def check_upstreams_are_origins(app_configs: Any, **_options: Any) -> Iterator[CheckMessage]:
    """An upstream is an origin; the gateway makes the path itself. Tokens travel to it."""
    for name, url in sorted(settings.GATEWAY_UPSTREAMS.items()) if _asks_upstreams() else []:
        where = f"GATEWAY_UPSTREAMS[{name!r}]={url!r}"
        if not _is_origin(url):
            hint = f"Write it like {EXAMPLE}, without a path, a query or a login."
            yield Error(f"{where} is not the origin of a server.", hint=hint, id=_id(3))
        elif not is_https_or_loopback(url):
            hint = "Use https, unless nobody else can read along in that network."
            yield Warning(f"{where} is plain http: tokens travel in the clear.", hint=hint, id="gateway.W001")


@register
def check_tokens_can_be_had(app_configs: Any, **_options: Any) -> Iterator[CheckMessage]:
    """The gateway can ask for tokens: where, and as a client with a secret."""
    if not conf.strategy.gateway or not (settings.GATEWAY_UPSTREAMS or settings.DEMO):
        return
    url = settings.GATEWAY_TOKEN_URL
    discovered = not settings.EMBEDDED and not conf.flavour.auth0_paths
    if not url and not discovered and not (settings.EMBEDDED and settings.DEMO):
        hint = "Name the token endpoint, such as GATEWAY_TOKEN_URL=http://127.0.0.1:8001/oauth/token."
        yield Error("GATEWAY_TOKEN_URL does not say where tokens come from.", hint=hint, id=_id(4))
    elif url and not is_https_or_loopback(url):
        hint = "The gateway's secret is sent there, so name an https address."
        yield Error(f"GATEWAY_TOKEN_URL={url!r} is not https.", hint=hint, id=_id(5))
    if not settings.GATEWAY_CLIENT_SECRET:
        hint = "Make a confidential client at the issuer and name its secret, or GATEWAY_CLIENT_SECRET_FILE."
        yield Error("GATEWAY_CLIENT_SECRET is not set.", hint=hint, id=_id(4))


def _asks_upstreams() -> bool:
    return conf.strategy.gateway or conf.strategy.sessions


def _addresses() -> Iterator[tuple[str, str]]:
    if _asks_upstreams():
        for name, url in sorted(settings.GATEWAY_UPSTREAMS.items()):
            yield f"GATEWAY_UPSTREAMS[{name!r}]", url
    if conf.strategy.gateway and settings.GATEWAY_TOKEN_URL:
        yield "GATEWAY_TOKEN_URL", settings.GATEWAY_TOKEN_URL


def _is_this_process(parts: SplitResult) -> bool:
    place = _place(parts)
    if place == _place(settings.SITE):
        return True
    if place is None or place[1] != settings.PORT:
        return False
    listens = _host(settings.LISTEN)
    return place[0] == listens or (settings.LISTEN in EVERY_ADDRESS and is_loopback(parts.geturl()))


def _place(parts: SplitResult) -> tuple[str, int] | None:
    try:
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme, 0)
    except ValueError:  # no port number
        return None
    return _host(parts.hostname or ""), port


def _host(name: str) -> str:
    """Return a host's name, one name for all of loopback's."""
    name = name.lower().strip("[]")
    return "localhost" if name in LOOPBACK_HOSTS else name


def _is_origin(url: str) -> bool:
    parts = urlsplit(url)
    beyond = parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not beyond and bool(_place(parts))


def _id(number: int) -> str:
    return f"gateway.E{number:03}"
