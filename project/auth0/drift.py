"""What a tenant has that differs from what the site wants of it, a sentence for each."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bff.page_addresses import leads_to_a_page
from permissions_api.conf import conf
from project.auth0.tenant import Record, Tenant, app_name

# With the permissions in the token, both of them.
DIALECTS = ("access_token_authz", "rfc9068_profile_authz")
ADDRESSES = {
    "callbacks": "Allowed Callback URLs",
    "allowed_logout_urls": "Allowed Logout URLs",
    "web_origins": "Allowed Web Origins",
}


@dataclass(frozen=True, slots=True)
class Drift:
    """One difference: a stable code, the record it is about, and what is to be done at the tenant."""

    code: str
    record: str
    sentence: str


def drift(wanted: Tenant, found: Tenant, app_client_id: str = "") -> list[Drift]:
    """Return every difference. The app's client is known by its id, or by its name without one."""
    return [
        *_apis(wanted, found),
        *_clients(wanted, found, app_client_id),
        *_grants(wanted, found),
        *_roles(wanted, found),
        *_actions(wanted, found),
    ]


def _apis(wanted: Tenant, found: Tenant) -> Iterator[Drift]:
    there = {api["identifier"]: api for api in found.resource_servers}
    for api in wanted.resource_servers:
        record = f"API {api['identifier']}"
        if api["identifier"] not in there:
            yield Drift("api_missing", record, "There is no such API.")
        else:
            yield from _api(record, api, there[api["identifier"]])


def _api(record: str, api: Record, there: Record) -> Iterator[Drift]:
    if not there.get("enforce_policies"):
        yield Drift("rbac_off", record, "Enable RBAC is off: everybody gets whatever scope they ask for.")
    if there.get("token_dialect") not in DIALECTS:
        yield Drift(
            "permissions_not_in_token",
            record,
            "Add Permissions in the Access Token is off: everybody gets 403.",
        )
    if there.get("signing_alg") != api["signing_alg"]:
        yield Drift("signing_algorithm", record, f"The Signing Algorithm is not {api['signing_alg']}.")
    if there.get("token_lifetime", 0) > api["token_lifetime"]:
        yield Drift(
            "token_lifetime",
            record,
            f"A token, and a right withdrawn since, lasts {there['token_lifetime']} s,"
            f" not {api['token_lifetime']}.",
        )
    if api["allow_offline_access"] and not there.get("allow_offline_access"):
        yield Drift(
            "offline_access_off", record, "Allow Offline Access is off, so there are no refresh tokens."
        )
    names = ([scope["value"] for scope in each.get("scopes", [])] for each in (api, there))
    yield from _sets("scope", record, "permission", *names)


def _clients(wanted: Tenant, found: Tenant, app_client_id: str) -> Iterator[Drift]:
    for client in wanted.clients:
        record = f"application {client['name']}"
        there = _client(found, client["name"], app_client_id)
        if there is None:
            yield Drift("client_missing", record, "There is no such application.")
            continue
        if there.get("app_type") != client["app_type"]:
            yield Drift(
                "client_type", record, f"Its type is {there.get('app_type')}, not {client['app_type']}."
            )
        for key, title in ADDRESSES.items():
            for url in _missing(client.get(key, []), there.get(key)):
                yield Drift(f"{key}_missing", record, f"{title} lack {url}.")
        for grant in _missing(client["grant_types"], there.get("grant_types")):
            yield Drift("grant_type_missing", record, f"Grant Types lack {grant}.")
        yield from _policies(record, client, there)
        yield from _logout(record, client, there)
    yield from _public_clients(found)


def _client(found: Tenant, name: str, app_client_id: str) -> Record | None:
    by_id = bool(app_client_id) and name == app_name()
    key, value = ("client_id", app_client_id) if by_id else ("name", name)
    return next((client for client in found.clients if client.get(key) == value), None)


def _policies(record: str, client: Record, there: Record) -> Iterator[Drift]:
    policies = ({each["audience"]: each["scope"] for each in _policies_of(of)} for of in (client, there))
    wanted, present = policies
    for audience, scopes in wanted.items():
        for scope in _missing(scopes, present.get(audience)):
            sentence = f"The refresh token's policies lack {scope} of {audience}."
            yield Drift("refresh_token_policy_missing", record, sentence)


def _logout(record: str, client: Record, there: Record) -> Iterator[Drift]:
    name = "backchannel_logout_urls"
    urls = [(of.get("oidc_logout") or {}).get(name) or [] for of in (client, there)]
    for url in _missing(*urls):
        yield Drift("backchannel_logout_missing", record, f"OpenID Connect Back-Channel Logout lacks {url}.")


def _public_clients(found: Tenant) -> Iterator[Drift]:
    """Tell of clients by which a script of a page gets a token, where none is to come to a page."""
    for client in found.clients if conf.strategy.sessions else ():
        for url in page_callbacks(client):
            yield Drift(
                "public_client_on_a_page",
                f"application {client.get('name', client.get('client_id'))}",
                f"It needs no secret, and {url} is a page of this site: a script there gets its tokens.",
            )


def page_callbacks(client: Record) -> list[str]:
    """Return the addresses of a client without a secret that lead to pages of this site."""
    proof, kind = client.get("token_endpoint_auth_method"), client.get("app_type")
    public = proof == "none" or (proof is None and kind in ("spa", "native"))
    return [url for url in client.get("callbacks") or [] if public and leads_to_a_page(url)]


def _policies_of(client: Record) -> Sequence[Any]:
    return (client.get("refresh_token") or {}).get("policies") or []


def _grants(wanted: Tenant, found: Tenant) -> Iterator[Drift]:
    names = {client["client_id"]: client.get("name") for client in found.clients}
    there = {(names.get(each["client_id"]), each["audience"]): each["scope"] for each in found.client_grants}
    for grant in wanted.client_grants:
        key = grant["client_id"], grant["audience"]
        record = f"application {key[0]} at {key[1]}"
        if key not in there:
            yield Drift("grant_missing", record, "It may not call this API.")
        else:
            yield from _sets("grant_scope", record, "scope", grant["scope"], there[key])


def _roles(wanted: Tenant, found: Tenant) -> Iterator[Drift]:
    ours = {each["resource_server_identifier"] for role in wanted.roles for each in role["permissions"]}
    there = {role["name"]: _held(role, ours) for role in found.roles}
    for role in wanted.roles:
        record = f"role {role['name']}"
        if role["name"] not in there:
            yield Drift("role_missing", record, "There is no such role.")
        else:
            yield from _sets("role_permission", record, "permission", _held(role, ours), there[role["name"]])


def _held(role: Record, apis: Collection[str]) -> list[str]:
    return [
        f"{each['permission_name']} of {each['resource_server_identifier']}"
        for each in role["permissions"]
        if each["resource_server_identifier"] in apis
    ]


def _actions(wanted: Tenant, found: Tenant) -> Iterator[Drift]:
    there = {action["name"]: action for action in found.actions}
    bound = {each["action_name"] for each in found.triggers.get("post-login", [])}
    for action in wanted.actions:
        record, present = f"Action {action['name']}", there.get(action["name"])
        if present is None:
            yield Drift("action_missing", record, "There is no such Action, so the ID token has no roles.")
            continue
        if present.get("code") != action["code"]:
            yield Drift("action_code", record, "Its code is another.")
        if not present.get("all_changes_deployed"):
            yield Drift("action_not_deployed", record, "It is not deployed as it is.")
        for secret in _missing(_names(action), _names(present)):
            yield Drift("action_secret_missing", record, f"It lacks the secret {secret}.")
        if action["name"] not in bound:
            yield Drift("action_not_bound", record, "It is not in the flow Login (post-login).")


def _names(action: Record) -> list[str]:
    return [secret["name"] for secret in action.get("secrets") or []]


def _missing(wanted: Sequence[str], there: Sequence[str] | None) -> list[str]:
    return [each for each in wanted if each not in (there or ())]


def _sets(code: str, record: str, kind: str, wanted: Sequence[str], there: Sequence[str]) -> Iterator[Drift]:
    for each in _missing(wanted, there):
        yield Drift(f"{code}_missing", record, f"It lacks the {kind} {each}.")
    for each in _missing(there, wanted):
        yield Drift(f"{code}_extra", record, f"It has the {kind} {each}, which this site does not ask for.")
