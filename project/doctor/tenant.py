"""What a tenant at Auth0 is set to, asked of its Management API as the settings' machine client."""

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any
from urllib.parse import quote

import requests
from django.conf import settings

from permissions_api.conf import conf
from permissions_api.http import Answer, Unfetchable
from project.auth0.drift import drift
from project.auth0.tenant import DIRECTORY_SCOPES, Record, Tenant, wanted_tenant
from project.doctor.findings import Finding, check, error, ok, warning
from project.doctor.login import app_setting
from project.doctor.outside import NotKnown, Outside, shown

PER_PAGE, MOST_PAGES = 100, 20
TO_KNOW_PEOPLE = ("read:users", "read:roles")
NOT_ASKED = "Not looked at: AUTH0_MANAGEMENT_CLIENT_ID names no machine client that could ask the tenant."
# The codes of project/auth0/drift.py by which nothing, or something, stops working.
OF_APIS = {"api_missing", "rbac_off", "permissions_not_in_token", "signing_algorithm", "scope_missing"}
OF_CLIENTS = {
    *(
        "client_missing",
        "client_type",
        "callbacks_missing",
        "allowed_logout_urls_missing",
        "web_origins_missing",
    ),
    *("grant_type_missing", "refresh_token_policy_missing", "backchannel_logout_missing"),
}


class NoToken(NotKnown):
    """The machine client was given none; the words are the tenant's."""


def is_tenant() -> bool:
    return conf.flavour.auth0_paths and not settings.EMBEDDED


@check(
    "machine-client",
    why="Without it the people, roles and permissions of the tenant cannot be read or changed here, and what"
    " asks for them answers 503.",
    to_set="AUTH0_MANAGEMENT_CLIENT_ID and AUTH0_MANAGEMENT_CLIENT_SECRET of a machine-to-machine"
    " application, and at the tenant, in its APIs: Auth0 Management API, authorised, with the scopes named.",
)
def machine_client(outside: Outside) -> Iterator[Finding]:
    """The machine client gets a token for the Management API, with the scopes that the directory needs."""
    if not is_tenant():
        return
    if not settings.AUTH0_MANAGEMENT_CLIENT_ID:
        raise NotKnown(NOT_ASKED)
    try:
        scopes = str(_token(outside).get("scope", "")).split()
    except NoToken as refused:
        yield error(
            f"The machine client AUTH0_MANAGEMENT_CLIENT_ID={settings.AUTH0_MANAGEMENT_CLIENT_ID} gets no"
            " token for"
            f" {settings.AUTH0_MANAGEMENT_URL}: {refused}"
        )
        return
    lacking = sorted({*DIRECTORY_SCOPES} - {*scopes}) if conf.DIRECTORY else []
    for make, words, named in _by_loss(lacking):
        yield make(
            f"The machine client lacks {named}: {words}.",
            f"At the tenant, in the machine client's APIs: Auth0 Management API, tick {named}.",
        )
    if not lacking:
        yield ok("The machine client gets a token for the Management API, with the scopes that are needed.")


def _by_loss(lacking: Sequence[str]) -> Iterator[tuple[Callable[[str, str], Finding], str, str]]:
    """Group missing scopes by what does not work without them."""
    reading = [scope for scope in lacking if scope in TO_KNOW_PEOPLE]
    writing = [scope for scope in lacking if not scope.startswith("read:")]
    others = [scope for scope in lacking if scope not in (*reading, *writing)]
    for scopes, make, words in (
        (reading, error, "people and roles are answered with 503"),
        (writing, warning, "people and roles can be seen here, and not all changed"),
        (others, warning, "what machines hold is not known, only what stands in their tokens"),
    ):
        if scopes:
            yield make, words, ", ".join(scopes)


@check(
    "api-settings",
    why="With RBAC off anybody gets what they ask for; without the permissions in the token everybody gets"
    " 403; a permission the tenant does not define can be given to nobody.",
    to_set="At the tenant, in the settings of that API, as the sentence says; or all of it as code: ./run"
    " auth0_export writes it, ./run auth0_diff shows what differs.",
)
def api_settings(outside: Outside) -> Iterator[Finding]:
    """The tenant has each API with RBAC on, the permissions in the token, and all of the site's."""
    if not is_tenant():
        return
    wanted = wanted_tenant(settings.AUTH0_MANAGEMENT_URL)
    there = [
        _record(outside, f"resource-servers/{quote(each['identifier'], safe='')}", "read:resource_servers")
        for each in wanted.resource_servers
    ]
    found = _tenant(resource_servers=[record for record in there if record])
    yield from _told(wanted, found, OF_APIS) or [ok("The tenant's APIs are set as this site needs them.")]


@check(
    "client-settings",
    why="Login, logout or a silent login of the app is refused by the tenant.",
    to_set="At the tenant, in the settings of that application, as the sentence says; or all of it as code:"
    " ./run auth0_export writes it, ./run auth0_diff shows what differs.",
)
def client_settings(outside: Outside) -> Iterator[Finding]:
    """The tenant has the app's client with its addresses and grants."""
    if not is_tenant():
        return
    wanted = wanted_tenant(settings.AUTH0_MANAGEMENT_URL)
    client = _record(outside, f"clients/{quote(conf.CLIENT_ID, safe='')}", "read:clients")
    if client is None:
        yield error(f"The tenant has no client {conf.CLIENT_ID}.", f"{app_setting()} as at the tenant.")
        return
    # The first is the app's; the others are not known here by their ids.
    ours = _tenant(clients=wanted.clients[:1])
    found = _tenant(clients=[{**client, "client_id": conf.CLIENT_ID}])
    yield from _told(ours, found, OF_CLIENTS) or [ok("The app's client is set as this site needs it.")]


def _told(wanted: Tenant, found: Tenant, codes: Collection[str]) -> list[Finding]:
    """Return an error for each kind of difference of a record, with all that differs so in one sentence."""
    groups: dict[tuple[str, str], list[str]] = {}
    for each in drift(wanted, found, conf.CLIENT_ID):
        if each.code in codes:
            groups.setdefault((each.code, each.record), []).append(each.sentence)
    return [error(shown(f"{record}: {_joined(said)}", 2000)) for (_, record), said in groups.items()]


def _joined(sentences: Sequence[str]) -> str:
    """Return sentences that differ in their last word as one."""
    begins = {sentence.rpartition(" ")[0] for sentence in sentences}
    if len(begins) > 1:
        return " ".join(sentences)
    return f"{begins.pop()} {', '.join(each.rpartition(' ')[2].removesuffix('.') for each in sentences)}."


def _tenant(**records: list[Record]) -> Tenant:
    """Return a tenant of these records alone."""
    none: dict[str, Any] = {field.name: [] for field in fields(Tenant)}
    return Tenant(**{**none, "triggers": {}, **records})


def _record(outside: Outside, path: str, scope: str) -> Record | None:
    """Return what the Management API has there, None for nothing. Raises NotKnown."""
    answer = _asked(outside, path, scope)
    if answer.status == requests.codes.not_found:
        return None
    record = _object(answer)
    if answer.status != requests.codes.ok or not record:
        raise NotKnown(f"Not looked at, as the Management API answers {answer.status}.")
    return dict(record)


def all_clients(outside: Outside) -> list[Record]:
    """Return every client of the tenant, page by page. Raises NotKnown."""
    found: list[Record] = []
    for page in range(MOST_PAGES):
        answer = _asked(outside, f"clients?page={page}&per_page={PER_PAGE}", "read:clients")
        rows = json.loads(answer.body) if answer.status == requests.codes.ok else None
        if not isinstance(rows, list):
            raise NotKnown(f"Not looked at, as the Management API answers {answer.status}.")
        found += rows
        if len(rows) < PER_PAGE:
            return found
    raise NotKnown(f"Not looked at, as the tenant has more than {len(found)} clients.")


def _asked(outside: Outside, path: str, scope: str) -> Answer:
    """Return what the Management API answers to the machine client. Raises NotKnown."""
    if not settings.AUTH0_MANAGEMENT_CLIENT_ID:
        raise NotKnown(NOT_ASKED)
    try:
        token = _token(outside)["access_token"]
    except NoToken:
        raise NotKnown("Not looked at, as the machine client gets no token.") from None
    answer = outside.ask(
        f"{settings.AUTH0_MANAGEMENT_URL}{path}", headers={"Authorization": f"Bearer {token}"}
    )
    if answer.status == requests.codes.forbidden:
        only = "" if scope in DIRECTORY_SCOPES else ", which the doctor alone needs"
        raise NotKnown(f"Not looked at, as the machine client lacks {scope}{only}.")
    return answer


def _token(outside: Outside) -> Mapping[str, Any]:
    """Return the token endpoint's answer to the machine client. Raises NotKnown, NoToken for a refusal."""
    return outside.once("machine", lambda: _asked_token(outside))


def _asked_token(outside: Outside) -> Mapping[str, Any]:
    url: str = settings.AUTH0_MANAGEMENT_URL
    # The Management API's own domain, which is not the issuer's where that is a custom one.
    answer = outside.ask(
        f"{url.removesuffix('api/v2/')}oauth/token",
        "POST",
        {
            "grant_type": "client_credentials",
            "client_id": settings.AUTH0_MANAGEMENT_CLIENT_ID,
            "client_secret": settings.AUTH0_MANAGEMENT_CLIENT_SECRET,
            "audience": url,
        },
    )
    said = _object(answer)
    if answer.status != requests.codes.ok or not isinstance(said.get("access_token"), str):
        words = said.get("error_description") or said.get("error") or ""
        raise NoToken(f"{answer.status}" + (f", “{shown(words)}”." if words else "."))
    return said


def _object(answer: Answer) -> Mapping[str, Any]:
    try:
        return answer.json_object()
    except (Unfetchable, ValueError, RecursionError):
        return {}
