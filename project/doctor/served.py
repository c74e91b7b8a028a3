"""What this site shows at SITE_URL, with whatever stands in front of it."""

import base64
import json
from collections.abc import Iterator
from urllib.parse import urlsplit

import requests
from django.conf import settings

from permissions_api.audiences import known_audiences, resources_of
from permissions_api.conf import conf
from permissions_api.http import Unfetchable
from permissions_api.tokens.verification import LONGEST_TOKEN
from project.doctor.findings import Finding, check, error, ok, warning
from project.doctor.outside import NotKnown, Outside, Unreachable, shown
from project.doctor.sites import origin_of
from project.spa import app_config

SIGNATURE_BYTES = 256  # of RS256 with a key of 2048 bits


@check(
    "site-address",
    why="People, the issuer's redirects and the gateway come by SITE_URL, and cookies belong to it.",
    to_set="SITE_URL: the address people type, and there a proxy that leads to this site with the Host it"
    " was asked for.",
)
def site_address(outside: Outside) -> Iterator[Finding]:
    """SITE_URL answers, and what answers is this site with these settings."""
    try:
        answer = outside.ask(f"{settings.SITE_URL}/config.json")
    except Unreachable as unreachable:
        yield error(f"The site's own address: {unreachable}", "Start the site, or correct SITE_URL.")
        return
    if "location" in answer.headers:
        yield error(f"SITE_URL leads elsewhere: {answer.status} to {shown(answer.headers['location'])}.")
        return
    try:
        served = answer.json_object() if answer.status == requests.codes.ok else {}
    except (Unfetchable, ValueError, RecursionError):
        served = {}
    expected = app_config()
    if "clientId" not in served:
        yield error(f"What answers at SITE_URL is not this site: /config.json gives {answer.status}.")
        return
    others = [name for name, value in expected.items() if served.get(name) != value]
    if others:
        yield error(
            f"The site at SITE_URL has other settings than this command: {', '.join(others)} of"
            " /config.json.",
            "The same environment for this command as for the server, and a restart of the server.",
        )
    else:
        yield ok(f"{settings.SITE_URL} answers, with these settings.")


@check(
    "header-limits",
    why="The token goes in a header, and proxies and servers refuse long ones: who holds most can use"
    " nothing, and only they notice.",
    to_set="In front of the site: room for headers of 16 kB (nginx: large_client_header_buffers 4 32k;"
    " gunicorn: --limit-request-field_size 0; Node: --max-http-header-size=32768). Or a strategy with a token"
    " for each API.",
)
def header_limits(outside: Outside) -> Iterator[Finding]:
    """A token with every permission gets through what stands in front of the site."""
    length = largest_token()
    count = len(_most_permissions())
    if length > LONGEST_TOKEN:
        yield error(
            f"A token with all {count} permissions has about {length} characters; this site takes"
            f" {LONGEST_TOKEN}.",
            "AUDIENCE_STRATEGY with a token for each API.",
        )
        return
    try:
        small = outside.ask(f"{settings.SITE_URL}/config.json")
        url, headers = f"{settings.SITE_URL}/config.json", {"Authorization": f"Bearer {'x' * length}"}
        try:
            large = outside.ask(url, headers=headers)
            refused = f"is answered {large.status}" if large.status != small.status else ""
        except Unreachable:
            refused = "is cut off"
    except Unreachable as unreachable:
        raise NotKnown(f"Not looked at: {unreachable}") from None
    if refused:
        yield error(f"A request with a token of all {count} permissions ({length} characters) {refused}.")
    else:
        yield ok(f"A token of all {count} permissions ({length} characters) gets through.")


def largest_token() -> int:
    """Return about how many characters an access token has that carries all that one can."""
    permissions = _most_permissions()
    claims = {
        "iss": conf.ISSUER,
        "sub": "auth0|" + 24 * "0",
        "aud": [max(known_audiences(), key=len), f"{conf.ISSUER}userinfo"],
        "iat": 1_700_000_000,
        "exp": 1_700_000_000,
        "scope": " ".join(["openid profile email offline_access", *permissions]),
        "azp": 32 * "0",
        "permissions": permissions,
    }
    header = {"alg": "RS256", "typ": "at+jwt", "kid": 24 * "0"}
    parts = [json.dumps(part).encode() for part in (header, claims)] + [bytes(SIGNATURE_BYTES)]
    return len(b".".join(base64.urlsafe_b64encode(part).rstrip(b"=") for part in parts))


def _most_permissions() -> list[str]:
    carried = (
        [name for resource in resources_of(audience) for name in resource.permissions]
        for audience in known_audiences()
    )
    return max(carried, key=len)


@check(
    "csp",
    why="The browser refuses what the page's policy does not name: the login hangs or fails without a"
    " request, and only the browser's console says why.",
    to_set="Nothing in Usher, whose policy names what the issuer's discovery document does: a proxy that"
    " replaces Content-Security-Policy should leave it alone.",
)
def csp(outside: Outside) -> Iterator[Finding]:
    """The page's policy lets the app reach the issuer."""
    page = outside.page
    if page.status != requests.codes.ok:
        raise NotKnown(f"The app's page is not served: {settings.SITE_URL}/ answers {page.status}.")
    policy = page.headers.get("content-security-policy")
    if policy is None:
        yield warning(
            "The app's page is served without a Content-Security-Policy.",
            "A proxy in front that leaves the header alone.",
        )
        return
    directives = _directives(policy)
    refused = [
        f"{shown(url)} ({directive})"
        for directive, url in _needed(outside)
        if not any(_matches(source, url) for source in _sources(directives, directive))
    ]
    if refused:
        yield error(f"The page's policy forbids the app to reach {', '.join(refused)}.")
    else:
        yield ok("The page's policy lets the app reach the issuer.")


def _needed(outside: Outside) -> Iterator[tuple[str, str]]:
    """Yield each address that the app goes to, with the directive that must allow it."""
    endpoints = outside.endpoints
    if conf.strategy.sessions:  # the server asks the issuer
        return
    for name in ("token_endpoint", "userinfo_endpoint", "revocation_endpoint"):
        if name in endpoints:
            yield "connect-src", endpoints[name]
    if not conf.flavour.auth0_paths:
        yield "connect-src", f"{conf.ISSUER.rstrip('/')}/.well-known/openid-configuration"
    yield "frame-src", endpoints.get("authorization_endpoint", "")


def _directives(policy: str) -> dict[str, list[str]]:
    words = [directive.split() for directive in policy.split(";")]
    return {name.lower(): sources for name, *sources in filter(None, words)}


def _sources(directives: dict[str, list[str]], name: str) -> list[str]:
    """Return what a directive allows; one that is absent leaves it to the next (CSP 3 section 6.8.3)."""
    fallbacks = [name, *(["child-src"] if name == "frame-src" else []), "default-src"]
    return next((directives[each] for each in fallbacks if each in directives), ["*"])


def _matches(source: str, url: str) -> bool:
    """Say whether a source expression allows an address (CSP 3 section 6.7.2.8), in the forms in use."""
    source = source.lower()
    if source == "'self'":
        return origin_of(url) == settings.SITE_URL.lower()
    if source == "*" or source == f"{urlsplit(url).scheme}:":
        return True
    allowed, asked = (
        urlsplit(source if "//" in source else f"{urlsplit(url).scheme}://{source}"),
        urlsplit(url),
    )
    host, wanted = allowed.hostname or "", asked.hostname or ""
    if host.startswith("*."):
        if not wanted.endswith(host[1:]):
            return False
    elif origin_of(allowed.geturl()) != origin_of(url):
        return False
    # A path with a slash at its end stands for all below; without, for itself alone.
    path = allowed.path or "/"
    return asked.path.lower().startswith(path) if path.endswith("/") else asked.path.lower() == path


@check(
    "cors",
    why="The browser lets the pages of another origin read what an API answers only where the API names that"
    " origin.",
    to_set="CORS_ORIGINS at the server as here; and a proxy in front that passes OPTIONS and"
    " Access-Control-… headers on as they are.",
)
def cors(outside: Outside) -> Iterator[Finding]:
    """The APIs let in the browser clients of CORS_ORIGINS."""
    asked = {
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "authorization",
    }
    for origin in settings.CORS_ORIGINS:
        if origin == settings.SITE_URL:
            yield warning("CORS_ORIGINS names this site itself, which needs no permission.", "Leave it out.")
            continue
        answer = outside.ask(
            f"{settings.SITE_URL}/me/permissions", "OPTIONS", headers={**asked, "Origin": origin}
        )
        if answer.headers.get("access-control-allow-origin") in (origin, "*"):
            yield ok(f"The APIs let {origin} in.")
        else:
            yield error(
                f"The APIs do not let {origin} in, which CORS_ORIGINS names: {answer.status} without a word."
            )
    if not settings.CORS_ORIGINS:
        yield ok("CORS_ORIGINS names no browser clients of other origins.")
