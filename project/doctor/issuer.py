"""What the issuer says of itself to everybody: its discovery document, its keys, its clock."""

import email.utils
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import jwt
import requests
from django.conf import settings

from permissions_api.conf import conf
from permissions_api.http import Unfetchable
from permissions_api.loopback import is_https_or_loopback
from permissions_api.tokens.discovery import algorithms_in
from permissions_api.tokens.keys import LEAST_RSA_BITS, is_strong, public_keys
from permissions_api.tokens.verification import LEEWAY
from project.doctor.findings import Finding, check, error, ok, warning
from project.doctor.outside import NotKnown, Outside, Unreachable, listed, shown

NEEDED = ("issuer", "jwks_uri", "authorization_endpoint", "token_endpoint")
SUSPICIOUS_SECONDS = 10  # of difference between two clocks; both are read to the second


@check(
    "https",
    why="What travels in the clear can be read and changed on the way: tokens, keys, passwords.",
    to_set="An https address. Plain http is good enough on this machine alone.",
    at_start=True,
)
def https(_outside: Outside) -> Iterator[Finding]:
    """Issuer and site are reached by https, or are on this machine."""
    for name, url in {"OIDC_ISSUER": conf.ISSUER, "SITE_URL": settings.SITE_URL}.items():
        if is_https_or_loopback(url):
            yield ok(f"{name}={url} is https or on this machine.")
        elif not (settings.EMBEDDED and name == "OIDC_ISSUER"):
            yield error(f"{name}={url} is plain http.")


@check(
    "discovery",
    why="Keys, login and logout are found by it: without it no token can be verified, so every API answers"
    " 503, and nobody can log in.",
    to_set="OIDC_ISSUER is the address before /.well-known/openid-configuration. Open that in a browser on"
    " the machine that runs this site.",
    at_start=True,
)
def discovery(outside: Outside) -> Iterator[Finding]:
    """The issuer's discovery document can be fetched and names what is needed."""
    try:
        answer = outside.discovery_answer.answer
    except Unreachable as unreachable:
        yield error(f"The discovery document: {unreachable}")
        return
    if "location" in answer.headers:
        place = shown(answer.headers["location"])
        yield error(
            f"The discovery document is somewhere else: the answer is {answer.status} to {place}.",
            "OIDC_ISSUER as that document's issuer names it. Redirects are not followed: who can change one"
            " could speak for the issuer.",
        )
        return
    if answer.status != requests.codes.ok:
        yield error(f"The issuer answers {answer.status} where its discovery document should be.")
        return
    try:
        document = answer.json_object()
    except (Unfetchable, ValueError, RecursionError):
        yield error("What stands where the discovery document should be is no JSON object.")
        return
    missing = [name for name in NEEDED if not isinstance(document.get(name), str)]
    if missing:
        yield error(f"The discovery document does not name {' and '.join(missing)}.")
    else:
        yield ok("The discovery document can be fetched and names what is needed.")


@check(
    "issuer-name",
    why="The name is compared letter by letter with the iss of every token, its closing slash included: a"
    " token of another issuer is refused with 401.",
    to_set="OIDC_ISSUER exactly as the discovery document writes its issuer.",
    at_start=True,
)
def issuer_name(outside: Outside) -> Iterator[Finding]:
    """The issuer calls itself what OIDC_ISSUER says, letter by letter."""
    theirs = outside.discovery.get("issuer")
    if theirs == conf.ISSUER:
        yield ok(f"The issuer calls itself {conf.ISSUER}, as OIDC_ISSUER does.")
    elif isinstance(theirs, str) and theirs.rstrip("/") == conf.ISSUER.rstrip("/"):
        more, less = ("its", "lacks it") if theirs.endswith("/") else ("no", "has one")
        yield error(
            f"The issuer writes {more} slash at its end, and OIDC_ISSUER={conf.ISSUER} {less}.",
            f"OIDC_ISSUER={shown(theirs)}",
        )
    else:
        yield error(
            f"The issuer calls itself {shown(theirs)}, and OIDC_ISSUER is {conf.ISSUER}.",
            f"OIDC_ISSUER={shown(theirs)}, if that is the issuer you mean.",
        )


@check(
    "keys",
    why="A token is verified by the issuer's public key alone, and a weak key could be broken to forge one.",
    to_set="At the issuer: a signing key with a kid, RSA of at least 2048 bits or an elliptic curve, for"
    " use: sig and for an algorithm that OIDC_ALGORITHMS names.",
    at_start=True,
)
def keys(outside: Outside) -> Iterator[Finding]:
    """The issuer publishes at least one key that tokens can be verified with, and no weak one."""
    try:
        document = _key_set(outside)
    except Unreachable as unreachable:
        yield error(str(unreachable))
        return
    usable = public_keys(document, _accepted(outside))
    left_out = list(_left_out(document, usable, _accepted(outside)))
    if not usable:
        reasons = f" Left out: {'; '.join(left_out)}." if left_out else " It is empty."
        yield error(f"The issuer's key set holds no key that can be used here.{reasons}")
        return
    yield ok(f"{len(usable)} of the issuer's keys can be used.")
    for reason in left_out:
        if reason.endswith(WEAK):
            yield warning(f"A key of the issuer is not used: {reason}. Tokens that it signs are refused.")


WEAK = f"weaker than RSA {LEAST_RSA_BITS} bits"


def _accepted(outside: Outside) -> Sequence[str]:
    """Return OIDC_ALGORITHMS, or where that is empty what the guard takes from discovery."""
    return conf.ALGORITHMS or algorithms_in(outside.discovery)


def _key_set(outside: Outside) -> Mapping[str, Any]:
    address = outside.endpoints.get("jwks_uri", "")
    try:
        answer = outside.once("keys", lambda: outside.ask(address))
        if answer.status == requests.codes.ok:
            return answer.json_object()
        said = f"answers {answer.status}"
    except Unreachable as unreachable:
        raise Unreachable(f"The issuer's keys: {unreachable}") from None
    except (Unfetchable, ValueError, RecursionError):
        said = "answers with what is no JSON object"
    raise Unreachable(f"The issuer's keys: {shown(address)} {said}.")


def _left_out(
    document: Mapping[str, Any], usable: Mapping[str, Any], accepted: Sequence[str]
) -> Iterator[str]:
    entries = document.get("keys")
    for entry in entries if isinstance(entries, list) else []:
        if not isinstance(entry, Mapping):
            yield "something that is no key"
        elif entry.get("kid") not in usable:
            yield f"{shown(entry.get('kid', 'one without a kid'), 60)} is {_unfit(entry, accepted)}"


def _unfit(entry: Mapping[str, Any], accepted: Sequence[str]) -> str:
    if entry.get("use", "sig") != "sig":
        return f"for use: {shown(entry['use'], 20)}, not for signatures"
    if entry.get("alg", accepted[0]) not in accepted:
        return f"for {shown(entry['alg'], 20)}, which OIDC_ALGORITHMS does not name"
    if not isinstance(entry.get("kid"), str):
        return "named by no token"
    try:
        return "there twice or not for verifying" if is_strong(jwt.PyJWK(dict(entry)).key) else WEAK
    except (jwt.PyJWTError, ValueError, TypeError):
        return "not readable"


@check(
    "algorithms",
    why="A token that is signed with another algorithm is refused with 401, so nobody comes in.",
    to_set="OIDC_ALGORITHMS, or the signing algorithm of the API at the issuer.",
    at_start=True,
)
def algorithms(outside: Outside) -> Iterator[Finding]:
    """The issuer signs with an algorithm that is accepted here."""
    offered = listed(outside.discovery, "id_token_signing_alg_values_supported")
    known = [entry.get("alg") for entry in _entries(outside)]
    signing = {name for name in [*offered, *known] if isinstance(name, str)}
    allowed = _accepted(outside)
    accepted = [name for name in allowed if name in signing]
    if accepted or not signing:
        yield ok(f"The issuer signs with {' or '.join(accepted or allowed)}, which is accepted here.")
        return
    asymmetric = sorted(name for name in signing if not name.startswith(("HS", "none", "RSA", "ECDH", "A")))
    yield error(
        f"The issuer signs with {shown(', '.join(sorted(signing)))}, and OIDC_ALGORITHMS accepts"
        f" {', '.join(allowed)} alone.",
        f"OIDC_ALGORITHMS={shown(','.join(asymmetric))}" if asymmetric else "",
    )


def _entries(outside: Outside) -> list[Mapping[str, Any]]:
    try:
        entries = _key_set(outside).get("keys")
    except NotKnown:
        return []
    return [entry for entry in entries if isinstance(entry, Mapping)] if isinstance(entries, list) else []


@check(
    "clock",
    why=f"Tokens carry the issuer's time: beyond {LEEWAY} s of difference new ones are not valid yet here, or"
    " end too soon.",
    to_set="This machine's clock by NTP (timedatectl set-ntp true), or the issuer's.",
    at_start=True,
)
def clock(outside: Outside) -> Iterator[Finding]:
    """The issuer's clock and this machine's agree."""
    try:
        timed = outside.discovery_answer
        theirs = email.utils.parsedate_to_datetime(timed.answer.headers.get("date", "")).timestamp()
    except Unreachable:
        raise NotKnown("The issuer's clock is not known, as it does not answer.") from None
    except ValueError:
        raise NotKnown("The issuer's clock is not known: its answer has no Date that can be read.") from None
    # The answer was written at some moment between, and says it to the second.
    apart = max(timed.asked_at - theirs - 1, theirs - timed.came_at, 0.0)
    words = f"{apart:.0f} s {'behind' if theirs < timed.asked_at else 'ahead of'} this machine's"
    if apart > LEEWAY:
        yield error(f"The issuer's clock is {words}.")
    elif apart > SUSPICIOUS_SECONDS:
        yield warning(f"The issuer's clock is {words}, of {LEEWAY} s that are allowed for.")
    else:
        yield ok("The issuer's clock and this machine's agree.")
