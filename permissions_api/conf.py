"""Read the one setting ``PERMISSIONS_API``: live, typed, with a default for all but three of its names."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields
from difflib import get_close_matches
from functools import cache
from typing import Any, cast, get_type_hints

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.signals import setting_changed
from django.utils.module_loading import import_string

from permissions_api.flavours import FLAVOURS, Flavour, usual_flavour
from permissions_api.strategies import STRATEGIES, Strategy

SETTING = "PERMISSIONS_API"
SOURCES = ("token", "live", "hybrid")
ClaimPath = str | Sequence[str]  # the name of a claim, or the keys that lead into one
FETCHED_KEYS = "permissions_api.tokens.jwks.IssuerKeys"


class Misconfigured(ImproperlyConfigured):
    """The setting cannot be used. A system check says so at the start; who runs none is answered 503."""


@dataclass(frozen=True)
class GuardSettings:
    """What the setting may say. Times are in seconds; a dotted path of "" leads to nothing."""

    # The issuer exactly as its tokens name it.
    ISSUER: str
    # The audience of the one logical API.
    AUDIENCE: str
    # Dotted paths of the Resources, in menu order.
    RESOURCES: Sequence[str]
    # Audiences of single APIs in place of the declared ones, by the resource's name.
    AUDIENCES: Mapping[str, str] = field(default_factory=dict)
    # How one app reaches several APIs, from which follows which audiences an API accepts.
    STRATEGY: str = "single_audience"
    # The client as which a gateway asks the APIs, where the strategy has one.
    GATEWAY_CLIENT_ID: str = ""

    # What kind of issuer it is; "" follows from its host.
    FLAVOUR: str = ""
    # The app's own client: it only tells an ID token from an access token.
    CLIENT_ID: str = ""
    # Signatures that count, asymmetric ones only; where keys are fetched, none for those of discovery.
    ALGORITHMS: Sequence[str] = ("RS256",)
    # The dotted path of what has the issuer's public keys; without a word of yours they are fetched.
    KEY_SOURCE: str = FETCHED_KEYS
    # Keys that are fetched: again after; at most one fetch per; used at most while the issuer is down.
    JWKS_TTL: float = 300
    JWKS_COOLDOWN: float = 30
    JWKS_STALE: float = 3600

    # What counts: the claim alone, the directory alone (live), or what both say (hybrid).
    PERMISSION_SOURCE: str = "token"
    # The claim of the permissions: its name, taken whole, or the keys that lead to it.
    PERMISSION_CLAIM: ClaimPath = "permissions"
    # Where it is another for single APIs: by resource or by audience.
    PERMISSION_CLAIMS: Mapping[str, ClaimPath] = field(default_factory=dict)
    # The claim of when somebody logged in, by which actions that ask for a fresh login go (RFC 9470).
    AUTH_TIME_CLAIM: str = "auth_time"
    # Whether an API demands the scope beside the permission, for issuers that do not narrow one by the other.
    REQUIRE_SCOPE: bool = False
    # The dotted path of what knows people and what they hold, and the seconds an answer of it is used.
    DIRECTORY: str = ""
    DIRECTORY_TTL: float = 60
    # The dotted path of what knows how much of it people allowed a client of others.
    DELEGATION: str = ""

    # Below these addresses everything is guarded, or says that it is open.
    PREFIXES: Sequence[str] = ("/api/", "/me/")
    # Demands it of every view of DRF, wherever it is, with this guard and no other, and before anything else
    # is looked at.
    STRICT: bool = False
    # Below these a session of the site's own opens what tokens open elsewhere, and no token does.
    SESSION_PREFIXES: Sequence[str] = ()
    # Proxies (addresses or networks) whose X-Forwarded-For is believed.
    TRUSTED_PROXIES: Sequence[str] = ()

    # In WWW-Authenticate; what the URI of a problem's type begins with (without it AUDIENCE and #); and
    # the command by which the API docs say that a token may be had.
    REALM: str = "api"
    PROBLEM_TYPES: str = ""
    TOKEN_COMMAND: str = ""
    # Where this site is reached, such as https://api.example.com. With it every WWW-Authenticate names the
    # metadata of its API (RFC 9728), which the addresses of permissions_api.metadata.urls serve; and where
    # people read about the APIs.
    ORIGIN: str = ""
    DOCUMENTATION: str = ""

    @property
    def strategy(self) -> Strategy:
        return STRATEGIES[self.STRATEGY]

    @property
    def flavour(self) -> Flavour:
        return FLAVOURS[self.FLAVOUR or usual_flavour(self.ISSUER)]


REQUIRED = [item.name for item in fields(GuardSettings) if item.default is item.default_factory is MISSING]
NEVER_EMPTY = ("KEY_SOURCE", "REALM", "AUTH_TIME_CLAIM")
CHOICES = {"STRATEGY": tuple(STRATEGIES), "PERMISSION_SOURCE": SOURCES, "FLAVOUR": ("", *FLAVOURS)}
EXAMPLES = {
    "ISSUER": "'https://tenant.eu.auth0.com/', as the issuer's discovery document writes it",
    "AUDIENCE": "'https://api.example.com/', as at the issuer",
    "RESOURCES": "['games.resource.GAMES']",
}


def _is_claim(value: Any) -> bool:
    keys = [value] if isinstance(value, str) else value
    return isinstance(keys, list | tuple) and bool(keys) and _are_texts(keys) and all(keys)


# How a value of each type is told, and what is said of another.
KINDS: Mapping[Any, tuple[Callable[[Any], bool], str]] = {
    str: (lambda value: isinstance(value, str), "a text"),
    bool: (lambda value: isinstance(value, bool), "True or False"),
    float: (lambda value: type(value) in (int, float) and value >= 0, "a number of seconds"),
    Sequence[str]: (lambda value: isinstance(value, list | tuple) and _are_texts(value), "a list of texts"),
    Mapping[str, str]: (
        lambda value: isinstance(value, dict) and _are_texts([*value, *value.values()]),
        "a dict of texts by text",
    ),
    ClaimPath: (_is_claim, "the name of a claim, or a list of the keys that lead to it"),
    Mapping[str, ClaimPath]: (
        lambda value: isinstance(value, dict) and all(map(_is_claim, [*value.values(), *value])),
        "a dict by resource or audience of names of claims, or of lists of the keys that lead to them",
    ),
}


def _are_texts(values: Sequence[Any]) -> bool:
    return all(isinstance(value, str) for value in values)


def faults() -> Iterator[tuple[str, str]]:
    """Yield what makes the setting useless, each with a hint. Values are shown: none of them is a secret."""
    values = getattr(settings, SETTING, {})
    if not isinstance(values, dict):
        yield f"{SETTING} is no dict.", f"Write {SETTING} = {{{', '.join(map(repr, REQUIRED))}: …}}."
        return
    known = get_type_hints(GuardSettings)
    for name in sorted(values.keys() - known.keys(), key=str):
        near = get_close_matches(str(name).upper(), known, 1) or [", ".join(known)]
        yield f"{SETTING} has no {name!r}.", f"Did you mean {near[0]}?"
    for name in known:
        if name in values or name in REQUIRED:
            yield from _faults_of(name, values.get(name), *KINDS[known[name]])


def _faults_of(name: str, value: Any, fits: Callable[[Any], bool], kind: str) -> Iterator[tuple[str, str]]:
    if name in REQUIRED and not value:
        yield f"{SETTING} lacks {name!r}.", f"Such as {EXAMPLES[name]}."
    elif not fits(value):
        yield f"{name}={value!r} in {SETTING} is not {kind}.", f"Write {kind}."
    elif name in NEVER_EMPTY and not value:
        yield f"{name}={value!r} in {SETTING} is empty.", "Leave it out for the default."
    elif name in CHOICES and value not in CHOICES[name]:
        yield (
            f"{name}={value!r} in {SETTING} is not known.",
            f"Write one of: {', '.join(filter(None, CHOICES[name]))}.",
        )


class _Live:
    """The values, read when one is first asked for and kept as plain attributes: every request asks."""

    def __getattr__(self, name: str) -> Any:
        found = next(faults(), None)
        if found:
            raise Misconfigured(" ".join(found))
        values = GuardSettings(**getattr(settings, SETTING))
        vars(self).update(vars(values), strategy=values.strategy, flavour=values.flavour)
        try:
            return vars(self)[name]
        except KeyError:
            raise AttributeError(f"{SETTING} has no {name!r}.") from None


conf = cast(GuardSettings, _Live())


def _reread(*, setting: str, **_signal: object) -> None:
    if setting == SETTING:
        vars(conf).clear()


setting_changed.connect(_reread)


@cache
def instance_of(path: str) -> Any:
    """Return this process's one instance of the class at a dotted path. Raises Misconfigured."""
    try:
        return import_string(path)()
    except ImportError as error:
        raise Misconfigured(f"{SETTING} names {path!r}, which does not exist.") from error
