"""What the issuer's login lets this site do, tried from outside: no request carries a credential."""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

import requests
from django.conf import settings

from permissions_api.conf import conf
from permissions_api.http import Answer
from project.doctor.findings import Finding, check, error, ok, warning
from project.doctor.outside import NotKnown, Outside, listed, shown
from project.doctor.sites import origin_of
from project.spa import app_config

# OpenID Connect Core section 3.1.2.6: what an issuer answers who may log in, and just is not.
NOT_LOGGED_IN = {
    "login_required",
    "interaction_required",
    "consent_required",
    "account_selection_required",
}
ABOUT_THE_PERSON = "openid profile email"
CHALLENGE = "usher-doctor-asks-without-any-credential-00"  # 43 characters, as RFC 7636 demands


@dataclass(frozen=True, slots=True)
class Refusal:
    """``error`` is the issuer's code where it sent the browser back; ``words`` are its own, or a status."""

    error: str
    words: str


def silent_login(
    outside: Outside, redirect_uri: str, client_id: str, more: Mapping[str, str] | None = None
) -> Refusal | None:
    """Ask for a login that shows no page, and return why there would be none for anybody. Raises NotKnown."""
    answer = _ask_silently(outside, redirect_uri, client_id, more or {})
    place = answer.headers.get("location", "")
    if not place.startswith(redirect_uri):
        return Refusal("", f"{answer.status}{_words_of(answer.body)}")
    said = dict(parse_qsl(urlsplit(place).query))
    if "code" in said or said.get("error") in NOT_LOGGED_IN:
        return None
    return Refusal(said.get("error", "no error code"), said.get("error_description", ""))


def _ask_silently(outside: Outside, redirect_uri: str, client_id: str, more: Mapping[str, str]) -> Answer:
    query = {
        "client_id": client_id,
        "redirect_uri": redirect_uri,
        "response_type": "code",
        "scope": ABOUT_THE_PERSON,
        "state": "doctor",
        "nonce": "doctor",
        "prompt": "none",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
        **more,
    }
    address = outside.endpoints.get("authorization_endpoint", "")
    joint = "&" if urlsplit(address).query else "?"
    return outside.ask(f"{address}{joint}{urlencode(query)}", headers={"Accept": "text/html"})


def _words_of(page: bytes) -> str:
    """Return what a page of refusal says, short and in quotes; pages are made of much else."""
    text = page.decode("utf-8", "replace")
    text = re.sub(r"(?is)<(script|style|head)\b.*?</\1>|<[^>]*>", " ", text)
    words = shown(" ".join(html.unescape(text).split()), 160)
    return f": “{words}”" if words else ""


def app_setting() -> str:
    """Return the setting that names the client to which people log in."""
    return "BFF_CLIENT_ID" if conf.strategy.sessions else "OIDC_CLIENT_ID"


def _callback_url() -> str:
    return f"{settings.SITE_URL}{'/bff' if conf.strategy.sessions else ''}/callback"


@check(
    "client-and-callback",
    why="The issuer sends people back only to an address that is registered for this client, letter by"
    " letter: login ends on a page of the issuer.",
    to_set="OIDC_CLIENT_ID (or BFF_CLIENT_ID) as at the issuer, and there, as allowed callback URL (redirect"
    " URI) of this client: SITE_URL/callback, or SITE_URL/bff/callback where tokens stay at the server.",
    at_start=True,
)
def client_and_callback(outside: Outside) -> Iterator[Finding]:
    """The issuer knows the client, and its callback URL."""
    yield _callback(outside, _callback_url(), conf.CLIENT_ID) or ok(
        f"The issuer knows the client {conf.CLIENT_ID} and its callback URL {_callback_url()}."
    )


@check(
    "docs-callback",
    why="The login in the API docs ends on a page of the issuer; the app is not concerned.",
    to_set="At the issuer, as a further callback URL of the client: SITE_URL/api/docs/oauth2-redirect.html.",
)
def docs_callback(outside: Outside) -> Iterator[Finding]:
    """The issuer knows the callback URL of the API docs."""
    if conf.strategy.sessions:
        yield ok("The API docs log nobody in: they go through the session of the app.")
        return
    address = f"{settings.SITE_URL}/api/docs/oauth2-redirect.html"
    refused = _callback(outside, address, settings.DOCS_CLIENT_ID)
    if refused:
        yield warning(refused.sentence, f"At the issuer, as a further callback URL of the client: {address}")
    else:
        yield ok(f"The issuer knows {address}.")


def _callback(outside: Outside, address: str, client_id: str) -> Finding | None:
    refusal = silent_login(outside, address, client_id)
    if refusal is None or refusal.error:
        return None  # It sent the browser back, so it knows both.
    return error(
        f"The issuer does not send the client {client_id} back to {address}: it answers {refusal.words}.",
        f"{app_setting()} as at the issuer, and there, as a callback URL (redirect URI) of this client:"
        f" {address}",
    )


@check(
    "audiences",
    why="A token for an API the issuer does not know is refused, so what needs that API stays empty.",
    to_set="At the issuer: an API whose identifier is the audience named, letter by letter, that this client"
    " may ask for. Or the issuer's own names here: API_AUDIENCE, and AUDIENCES for single APIs.",
)
def audiences(outside: Outside) -> Iterator[Finding]:
    """The issuer knows every audience that the app asks for, with its scopes."""
    parameter = conf.flavour.audience_parameter
    if parameter is None:
        yield ok("This issuer is asked for no audience: what stands in aud follows from its own settings.")
        return
    callback = _callback_url()
    known = []
    for audience, scopes in _asked_by_the_app().items():
        asked = {parameter: audience, "scope": " ".join([ABOUT_THE_PERSON, *scopes])}
        refusal = silent_login(outside, callback, conf.CLIENT_ID, asked)
        if refusal is None:
            known.append(audience)
        elif refusal.error == "":
            raise NotKnown("Which audiences the issuer knows: not looked at, as it refuses the callback URL.")
        else:
            words = shown(f"{refusal.error}: {refusal.words}".rstrip(": "))
            yield error(f"The issuer refuses a login for {audience} ({parameter}=): “{words}”.")
    if known:
        yield ok(f"The issuer takes a login for {', '.join(known)}.")


def _asked_by_the_app() -> Mapping[str, list[str]]:
    """Return the scopes by audience that a login asks for under the strategy in force."""
    app = app_config()
    alone = conf.strategy.gateway or conf.strategy.sessions
    own = app["audiences"].values() if conf.strategy.own_audiences and not alone else ()
    return {audience: app["scopes"][audience] for audience in (conf.AUDIENCE, *own)}


@check(
    "logout-url",
    why="Without it people who log out here stay logged in at the issuer, or end on a page of the issuer.",
    to_set="At the issuer, as allowed logout URL (post logout redirect URI) of this client: SITE_URL with a"
    " slash.",
)
def logout_url(outside: Outside) -> Iterator[Finding]:
    """The issuer's logout sends people back to this site."""
    home = f"{settings.SITE_URL}/"
    if conf.flavour.auth0_paths:
        address, query = (
            f"{conf.ISSUER.rstrip('/')}/v2/logout",
            {"client_id": conf.CLIENT_ID, "returnTo": home},
        )
    else:
        address = outside.endpoints.get("end_session_endpoint", "")
        query = {"client_id": conf.CLIENT_ID, "post_logout_redirect_uri": home}
    if not address:
        yield warning(
            "The issuer's discovery document names no end_session_endpoint: logging out ends here alone.",
            "Nothing here; at the issuer, its logout (OpenID Connect RP-Initiated Logout), where it has one.",
        )
        return
    answer = outside.ask(f"{address}?{urlencode(query)}", headers={"Accept": "text/html"})
    if answer.status >= LEAST_REFUSAL:
        words = f"{answer.status}{_words_of(answer.body)}"
        yield error(
            f"The issuer's logout does not send people back to {home}: it answers {words}.",
            f"At the issuer, as allowed logout URL (post logout redirect URI) of this client: {home}",
        )
    else:
        yield ok(f"The issuer's logout takes {home} as the address to come back to.")


LEAST_REFUSAL = 400


@check(
    "origin",
    why="The app fetches its tokens in the browser, and at Auth0 logs in silently in a hidden frame. An"
    " issuer answers only to an origin that it knows; else login ends in “Failed to fetch”, or in nothing.",
    to_set="At the issuer, as allowed web origin of this client (CORS): SITE_URL without a slash at its end.",
)
def origin(outside: Outside) -> Iterator[Finding]:
    """The issuer lets the app read the answers of its token endpoint, and answers to its hidden frame."""
    if conf.strategy.sessions:
        yield ok("The app asks the issuer for nothing, so it need not know this origin.")
        return
    site, address = settings.SITE_URL, outside.endpoints.get("token_endpoint", "")
    if origin_of(address) == site:
        yield ok("The issuer is this site's own origin.")
        return
    refusals = [*_token_endpoint_refusals(outside, address), *_frame_refusals(outside)]
    for sentence in refusals:
        yield error(sentence, f"At the issuer, as allowed web origin of this client (CORS): {site}")
    if not refusals:
        yield ok(f"The issuer answers to the origin {site}.")


def _token_endpoint_refusals(outside: Outside, address: str) -> Iterator[str]:
    site = settings.SITE_URL
    # A code that was never given out: what counts is the header of the refusal.
    form = {
        "grant_type": "authorization_code",
        "client_id": conf.CLIENT_ID,
        "redirect_uri": f"{site}/callback",
        "code": "doctor",
        "code_verifier": CHALLENGE,
    }
    answer = outside.ask(address, "POST", form, {"Origin": site})
    allowed = answer.headers.get("access-control-allow-origin", "")
    if allowed not in (site, "*"):
        named = f"names {shown(allowed)}" if allowed else "names none"
        yield f"The issuer's token endpoint does not let {site} read its answers: it {named}."


def _frame_refusals(outside: Outside) -> Iterator[str]:
    callback = f"{settings.SITE_URL}/callback"
    if not conf.flavour.auth0_paths or silent_login(outside, callback, conf.CLIENT_ID):
        return  # Other issuers answer a frame by a redirect, and one that knows no callback says so above.
    answer = _ask_silently(outside, callback, conf.CLIENT_ID, {"response_mode": "web_message"})
    if answer.status != requests.codes.ok:
        words = f"{answer.status}{_words_of(answer.body)}"
        yield f"The issuer does not answer to a hidden frame of {settings.SITE_URL} (web_message): {words}."


@check(
    "pkce",
    why="The app has no secret, so a login without PKCE could be stolen on its way back.",
    to_set="At the issuer: PKCE with S256 for this client.",
)
def pkce(outside: Outside) -> Iterator[Finding]:
    """The issuer offers PKCE with S256."""
    methods = listed(outside.discovery, "code_challenge_methods_supported")
    if "S256" in methods:
        yield ok("The issuer offers PKCE with S256.")
    else:
        yield warning("The issuer's discovery document does not say that it offers PKCE with S256.")
