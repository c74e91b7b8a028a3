"""Explain a token: what it is, for whom, until when, and what each API here would answer to it."""

import json
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import jwt
from django.db import DatabaseError
from jwt.utils import base64url_decode

from permissions_api.audiences import accepted_audience, known_audiences, permission_claims
from permissions_api.authentication import verified_token
from permissions_api.conf import ClaimPath, conf
from permissions_api.effective_permissions import granted_permissions
from permissions_api.exceptions import DirectoryUnavailable, InvalidToken, KeysUnavailable
from permissions_api.resource import Resource, all_permissions, max_ages, served_resources
from permissions_api.tokens.claims import value_at
from permissions_api.tokens.keys import BoundKey, accepted_algorithms, configured_keys
from permissions_api.tokens.verification import (
    ACCESS_TOKEN_TYPES,
    DOTS,
    ENCRYPTED_DOTS,
    ID_TOKEN_CLAIMS,
    LEAST_OPAQUE,
    LEEWAY,
    LONGEST_TOKEN,
)
from project.doctor.findings import Finding, check, error, ok, warning
from project.doctor.outside import NotKnown, shown

ACCESS, ID, ENCRYPTED, OPAQUE, OTHER, NONE = "access", "id", "encrypted", "opaque", "other", "none"
FARTHEST = 10**12  # seconds since 1970; a date beyond it is none
MOST_NAMED = 40  # permissions of one token


@dataclass(frozen=True)
class ReadToken:
    """A token as it reads; nothing in it is signed for here. Its text stands in no ``repr``."""

    text: str = field(repr=False)

    @property
    def parts(self) -> Sequence[str]:
        """What stands between its points; none of what can be no token, however it begins."""
        return self.text.split(".") if self.text.isascii() and len(self.text) <= LONGEST_TOKEN else ()

    @cached_property
    def header(self) -> Mapping[str, Any]:
        return _object_in(self.parts[0]) if self.parts else {}

    @cached_property
    def claims(self) -> Mapping[str, Any]:
        """What it says; empty where that cannot be read."""
        return _object_in(self.parts[1]) if len(self.parts) == DOTS + 1 else {}

    @cached_property
    def kind(self) -> str:
        if len(self.parts) == ENCRYPTED_DOTS + 1 and "enc" in self.header:
            return ENCRYPTED
        if len(self.parts) == 1 and len(self.text) >= LEAST_OPAQUE and self.text.isprintable():
            return NONE if " " in self.text else OPAQUE
        if not self.header or not self.claims:
            return NONE
        if any(claim in self.claims for claim in ID_TOKEN_CLAIMS) or conf.CLIENT_ID in self.audiences:
            return ID
        return ACCESS if str(self.header.get("typ", "JWT")).lower() in ACCESS_TOKEN_TYPES else OTHER

    @property
    def audiences(self) -> Sequence[str]:
        named = self.claims.get("aud")
        return [each for each in (named if isinstance(named, list) else [named]) if isinstance(each, str)]

    def claim(self, name: ClaimPath) -> Any:
        """Raises NotKnown for what carries no claims that can be read here."""
        if not self.claims:
            raise NotKnown("Not looked at, as the token carries nothing that can be read here.")
        return value_at(name, self.claims)


def _object_in(part: str) -> Mapping[str, Any]:
    try:
        read = json.loads(base64url_decode(part))
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}


@check(
    "token-kind",
    why="An API takes access tokens that are JWTs for it, and answers 401 to everything else.",
    to_set="In the app: ask with the audience of the API, and send the access token of that answer.",
)
def token_kind(token: ReadToken) -> Iterator[Finding]:
    """It is an access token."""
    kinds = {
        ACCESS: ok("This is an access token, a JWT."),
        ID: error(
            "This is an ID token: it tells the app who logged in, and opens no API.",
            "In the app: send the access token, which comes in the same answer where an audience was asked"
            " for.",
        ),
        ENCRYPTED: error("This is an encrypted token, which only its issuer reads: the login named no API."),
        OPAQUE: error("This is an opaque token, which only its issuer reads: the login named no API."),
        OTHER: error(f"This is a JWT of another kind (typ: {shown(token.header.get('typ'), 40)})."),
        NONE: error(
            f"This is no token: neither three parts with points between, nor one word of {LEAST_OPAQUE} to"
            f" {LONGEST_TOKEN} characters.",
            "The token alone, as it stands after Authorization: Bearer.",
        ),
    }
    yield kinds[token.kind]


@check(
    "token-signature",
    why="What is not signed by the issuer, anybody may have written.",
    to_set="A token of the issuer that OIDC_ISSUER names, sent whole.",
)
def token_signature(token: ReadToken) -> Iterator[Finding]:
    """It is signed by a key of the issuer."""
    token.claim("iss")
    kid = token.header.get("kid")
    if not isinstance(kid, str):
        yield error("The token does not name its key (kid), so its signature cannot be verified.")
        return
    try:
        key = configured_keys().get(kid)
    except (KeysUnavailable, DatabaseError):
        raise NotKnown("Whether the signature is right: the issuer's keys cannot be had just now.") from None
    if key is None:
        yield error("The token is signed by a key that the issuer does not have.")
        return
    public = key.public if isinstance(key, BoundKey) else key
    try:
        jwt.api_jws.decode(token.text, public, algorithms=list(accepted_algorithms()))
    except jwt.PyJWTError:
        yield error("The token's signature is wrong.")
    else:
        yield ok("The signature was verified with the issuer's key.")


@check(
    "token-issuer",
    why="iss is compared with OIDC_ISSUER letter by letter: a token of another issuer is refused with 401.",
    to_set="OIDC_ISSUER exactly as the token's iss, if that is the issuer you mean.",
)
def token_issuer(token: ReadToken) -> Iterator[Finding]:
    """It comes from the issuer that OIDC_ISSUER names."""
    theirs = token.claim("iss")
    if theirs == conf.ISSUER:
        yield ok(f"It was issued by {conf.ISSUER}, as OIDC_ISSUER says.")
    else:
        yield error(f"It was issued by {shown(theirs)}, and OIDC_ISSUER is {conf.ISSUER}.")


@check(
    "token-audience",
    why="A token is for the APIs that its aud names, and others answer 401.",
    to_set="In the app: ask with the audience of the API. If the issuer calls it otherwise: API_AUDIENCE, or"
    " AUDIENCES for single APIs.",
)
def token_audience(token: ReadToken) -> Iterator[Finding]:
    """It is for an API of this site."""
    token.claim("aud")
    named = shown(", ".join(token.audiences)) or "nothing"
    if {*token.audiences} & {*known_audiences()}:
        yield ok(f"Its audience is {named}.")
    else:
        yield error(f"Its audience is {named}. This site's are {', '.join(known_audiences())}.")


@check(
    "token-expiry",
    why="A token that has ended, or is not in force yet, is refused with 401.",
    to_set="A new token. The clock of this machine or of the issuer, where a new one is not in force.",
)
def token_expiry(token: ReadToken) -> Iterator[Finding]:
    """It is in force."""
    now = time.time()
    issued, ends = token.claim("iat"), token.claim("exp")
    if not _is_time(ends):
        yield error("It does not say when it ends (exp).")
    elif now > ends:
        yield error(f"It ended {_in_words(now - ends)} ago.")
    elif _is_time(issued) and issued > now + LEEWAY:
        yield error(f"It says that it was issued in {_in_words(issued - now)}: a clock is wrong.")
    else:
        of = f", of {_in_words(ends - issued)} in all" if _is_time(issued) else ""
        yield ok(f"It is in force for {_in_words(ends - now)} more{of}.")


def _is_time(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < FARTHEST


def _in_words(seconds: float) -> str:
    for unit, length in (("days", 86_400), ("h", 3600), ("min", 60)):
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {unit}"
    return f"{seconds:.0f} s"


@check(
    "token-permissions",
    why="The permissions in the token are what the APIs look at; without them every call is answered 403.",
    to_set="At Auth0, in the settings of the API: Enable RBAC, and Add Permissions in the Access Token."
    " Elsewhere: PERMISSION_CLAIM, the claim that the issuer writes them into.",
)
def token_permissions(token: ReadToken) -> Iterator[Finding]:
    """It carries permissions, in the claim that PERMISSION_CLAIM names."""
    places = _places(token)
    written = " and ".join(_written(path) for path in places)
    values = [value for value in (value_at(path, token.claims) for path in places) if value is not None]
    granted = permission_claims().granted(token.claims, token.audiences)
    known = [name for name in all_permissions() if name in granted]
    foreign = sorted(granted - {*known})
    if not values:
        names = shown(", ".join(sorted(token.claims)))
        yield error(f"It has no claim {written}; it has {names}.{''.join(_elsewhere(token.claims))}")
    elif not all(
        isinstance(value, list) and all(isinstance(name, str) for name in value) for value in values
    ):
        yield error(f"Its claim {written} is no list of texts, so it grants nothing.")
    elif not granted:
        yield warning(
            f"Its claim {written} is an empty list: who it is for holds nothing at this API.",
            "A role or a permission for them, at the issuer.",
        )
    else:
        yield ok(f"Of this site it carries {_counted(known, 'permission')}.")
        if foreign:
            yield warning(
                f"It carries what this site does not declare: {_counted(foreign, 'permission')}.",
                "At the issuer: the names of the declarations, letter by letter, such as list:movies.",
            )


def _places(token: ReadToken) -> list[tuple[str, ...]]:
    """Return where the permissions of a token for its audiences may stand. Raises NotKnown."""
    token.claim("aud")
    claims = permission_claims()
    others = [each.path for each in claims.others if each.audience in (None, *token.audiences)]
    return list(dict.fromkeys([claims.usual, *others]))


def _written(path: tuple[str, ...]) -> str:
    """Return a path as PERMISSION_CLAIM is written."""
    return path[0] if len(path) == 1 else json.dumps(path, ensure_ascii=False)


def _counted(names: Sequence[str], what: str) -> str:
    if not names:
        return f"no {what}"
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    listed = ", ".join(shown(name, 60) for name in names[:MOST_NAMED])
    return f"{len(names)} {what}{'s' if len(names) > 1 else ''} ({listed}{more})"


def _elsewhere(claims: Mapping[str, Any], above: tuple[str, ...] = ()) -> Iterator[str]:
    """Say where else permissions of this site stand, at most three claims deep."""
    for name, value in claims.items():
        path = (*above, name)
        if isinstance(value, list) and any(
            each in all_permissions() for each in value if isinstance(each, str)
        ):
            yield (
                " Names of permissions stand in another claim:"
                f" PERMISSION_CLAIM={shown(_written(path))} would read them."
            )
        elif isinstance(value, dict) and len(path) < DEEPEST:
            yield from _elsewhere(value, path)


DEEPEST = 3


@check(
    "token-scope",
    why="With REQUIRE_SCOPE an API demands the scope beside the permission.",
    to_set="In the app: ask with these scopes. Or REQUIRE_SCOPE=0, where the issuer narrows permissions by"
    " scopes.",
)
def token_scope(token: ReadToken) -> Iterator[Finding]:
    """It carries the scopes that are needed beside the permissions."""
    scope = token.claim("scope")
    scopes = scope.split() if isinstance(scope, str) else []
    said = f"It carries {_counted(scopes, 'scope')}."
    lacking = sorted(permission_claims().granted(token.claims, token.audiences) - {*scopes})
    if conf.REQUIRE_SCOPE and lacking:
        yield warning(f"{said} REQUIRE_SCOPE is on, and it lacks {_counted(lacking, 'scope')} that it holds.")
    else:
        yield ok(said)


@check(
    "token-auth-time",
    why="Some actions ask for a login that is not long ago, and refuse (401) who does not say when it was.",
    to_set="At Auth0: the Action of ./run auth0_export, which adds it to access tokens. Elsewhere, at the"
    " issuer: the claim auth_time in access tokens (Keycloak: the client scope basic; Entra: an optional"
    " claim), or AUTH_TIME_CLAIM, the claim it writes it into.",
)
def token_auth_time(token: ReadToken) -> Iterator[Finding]:
    """It says when its person logged in, where an action asks for a fresh login."""
    at, client = token.claim(conf.AUTH_TIME_CLAIM), token.claim("azp") or token.claim("client_id")
    served = {name for resource in served_resources() for name in resource.permissions}
    fresh = [name for name in max_ages() if name in served]
    if not fresh:
        yield ok("Nothing here asks for a fresh login.")
    elif _is_time(at):
        yield ok(f"Its person logged in {_in_words(max(0, time.time() - at))} ago.")
    elif token.claim("sub") in (client, f"{client}@clients"):  # as Auth0 names a machine
        yield ok(f"It is a machine's, which logs in nowhere: it is refused {', '.join(fresh)}.")
    else:
        name = conf.AUTH_TIME_CLAIM
        yield warning(f"It has no claim {name} with a time, so it is refused {', '.join(fresh)}.")


@check(
    "token-answers",
    why="This is what the guard of each API answers, by its own verification of this token.",
    to_set="As the other findings about the token say.",
)
def token_answers(token: ReadToken) -> Iterator[Finding]:
    """At least one of this site's doors takes it."""
    refused: dict[str, list[str]] = {}
    taken = False
    for address, audiences, resource in _doors():
        try:
            verified = verified_token(token.text, audiences)
            granted = granted_permissions(verified)
        except (InvalidToken, KeysUnavailable, DirectoryUnavailable) as refusal:
            refused.setdefault(f"{refusal.status_code}: {refusal.detail}", []).append(address)
        except DatabaseError:
            refused.setdefault("503: the database cannot be asked.", []).append(address)
        else:
            taken = True
            yield ok(f"{address} {_granted(resource, granted)}")
    for sentence, addresses in refused.items():
        yield (ok if taken else error)(f"{', '.join(addresses)}: {sentence}")


def _doors() -> Iterator[tuple[str, Sequence[str], Resource | None]]:
    """Yield the addresses that take tokens, each with the audiences that it takes."""
    for resource in served_resources():
        yield f"/api/{resource.name}/", (accepted_audience(resource),), resource
    if conf.strategy.gateway:
        yield "/gateway/", (conf.AUDIENCE,), None
    yield "/me/permissions", known_audiences(), None


def _granted(resource: Resource | None, granted: Collection[str]) -> str:
    if resource is None:
        return "takes it."
    lets = [action for action in resource.actions if resource.permission(action) in granted]
    refuses = [action for action in resource.actions if action not in lets]
    if not lets:
        return f"answers 403 to {', '.join(refuses)}."
    return f"lets {', '.join(lets)} through." + (f" Answers 403 to {', '.join(refuses)}." if refuses else "")
