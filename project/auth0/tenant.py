"""What a tenant must hold for this site: the records of Auth0's Management API v2, without their ids."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from directory.backends.auth0.api import SCOPES
from directory.backends.auth0.permissions import as_sent
from permissions_api.audiences import audience_of, resources_of
from permissions_api.conf import conf
from permissions_api.permission_words import permission_words
from permissions_api.resource import Resource, served_resources
from project.auth0.action import CLAIMS_ACTION, claims_action
from project.auth0.roles import roles_of_the_site

Record = dict[str, Any]

API = "Usher"
SPA, BFF, GATEWAY, DIRECTORY, CLAIMS = "app", "backend", "gateway", "directory", "claims"
OF_THE_SITE = {"usher": "true"}
DIRECTORY_SCOPES = {scope for scopes in SCOPES.values() for scope in scopes.split(" and ")}
# The Action reads what one person holds.
CLAIMS_SCOPES = ("read:users",)
EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"


@dataclass(frozen=True, slots=True)
class Tenant:
    """Its records by kind, named as the kinds are at auth0-deploy-cli. Grants name clients by their names."""

    resource_servers: list[Record]
    clients: list[Record]
    client_grants: list[Record]
    roles: list[Record]
    actions: list[Record]
    triggers: Mapping[str, list[Record]]


def wanted_tenant(management_audience: str) -> Tenant:
    """Return what the settings ask of a tenant whose Management API has this audience."""
    return Tenant(
        resource_servers=[_resource_server(audience) for audience in _audiences()],
        clients=_clients(),
        client_grants=_client_grants(management_audience),
        roles=[_role(name, held) for name, held in roles_of_the_site().items()],
        actions=[claims_action(_carrying_audiences())],
        triggers={"post-login": [{"action_name": CLAIMS_ACTION, "display_name": CLAIMS_ACTION}]},
    )


def _audiences() -> list[str]:
    """Return the audience of each API record: the logical API's, and each API's own where it has one."""
    own = [audience_of(resource) for resource in served_resources()] if conf.strategy.own_audiences else []
    return [conf.AUDIENCE, *own]


def _carrying_audiences() -> list[str]:
    return [audience for audience in _audiences() if _served_by(audience)]


def _served_by(audience: str) -> list[Resource]:
    return [resource for resource in resources_of(audience) if resource in served_resources()]


def _permissions_of(audience: str) -> list[str]:
    return [name for resource in _served_by(audience) for name in resource.permissions]


def _resource_server(audience: str) -> Record:
    words = permission_words()
    titles = {audience_of(resource): resource.title for resource in served_resources()}
    return {
        "name": API if audience == conf.AUDIENCE else f"{API} {titles[audience]}",
        "identifier": audience,
        "signing_alg": "RS256",
        "scopes": [
            {"value": name, "description": words[name].capitalize()} for name in _permissions_of(audience)
        ],
        # Enable RBAC, and Add Permissions in the Access Token.
        "enforce_policies": True,
        "token_dialect": "access_token_authz",
        "allow_offline_access": _refreshes_any() and audience == conf.AUDIENCE,
        "skip_consent_for_verifiable_first_party_clients": True,
        # A tenant's own default is a day: so long would a right that was withdrawn be good for.
        "token_lifetime": settings.ACCESS_TOKEN_SECONDS,
        "token_lifetime_for_web": settings.ACCESS_TOKEN_SECONDS,
    }


def _clients() -> list[Record]:
    return [
        _bff_client() if conf.strategy.sessions else _spa_client(),
        *([_gateway_client()] if conf.strategy.gateway else []),
        *([_machine_client(DIRECTORY)] if conf.DIRECTORY else []),
        _machine_client(CLAIMS),
    ]


def _refreshes_any() -> bool:
    """Say whether one refresh token gives tokens for every API, in the browser or at the server."""
    return conf.strategy.refreshes_any or conf.strategy.sessions


def app_name() -> str:
    """Return what the client is called to which people log in."""
    return client_name(BFF if conf.strategy.sessions else SPA)


def _bff_client() -> Record:
    """The site's server, a regular web application: no page has a callback at the tenant."""
    return {
        **_client(BFF),
        "app_type": "regular_web",
        "token_endpoint_auth_method": "client_secret_post",
        "grant_types": ["authorization_code", "refresh_token"],
        "callbacks": [f"{settings.SITE_URL}/bff/callback"],
        "allowed_logout_urls": [f"{settings.SITE_URL}/"],
        "web_origins": [],
        "oidc_logout": {
            "backchannel_logout_urls": [f"{settings.SITE_URL}/bff/backchannel-logout"],
            # By itself a tenant tells of logouts alone, not of a new password or of somebody who is deleted.
            "backchannel_logout_initiators": {"mode": "all"},
        },
        # Only who has the secret can use it, so it need not be another after every use (RFC 9700 section
        # 4.14.2): a process that is killed while it asks then logs nobody out.
        "refresh_token": {
            **_refresh_token(),
            "rotation_type": "non-rotating",
            "token_lifetime": settings.BFF_ABSOLUTE_SECONDS,
            "idle_token_lifetime": settings.BFF_ABSOLUTE_SECONDS,
        },
        "client_metadata": OF_THE_SITE,
    }


def _spa_client() -> Record:
    client = {
        **_client(SPA),
        "app_type": "spa",
        "token_endpoint_auth_method": "none",
        "grant_types": ["authorization_code"],
        "callbacks": [f"{settings.SITE_URL}/callback", f"{settings.SITE_URL}/api/docs/oauth2-redirect.html"],
        "allowed_logout_urls": [f"{settings.SITE_URL}/"],
        "web_origins": [settings.SITE_URL],
        "client_metadata": OF_THE_SITE,
    }
    if conf.strategy.refreshes_any:
        client["grant_types"] = ["authorization_code", "refresh_token"]
        client["refresh_token"] = _refresh_token()
    return client


def _refresh_token() -> Record:
    """One for all APIs (multi-resource), which is another after every use."""
    return {
        "rotation_type": "rotating",
        "expiration_type": "expiring",
        "leeway": 0,
        "token_lifetime": 30 * 86_400,
        "idle_token_lifetime": 15 * 86_400,
        "infinite_token_lifetime": False,
        "infinite_idle_token_lifetime": False,
        "policies": [
            {"audience": audience, "scope": _permissions_of(audience)} for audience in _carrying_audiences()
        ],
    }


def _gateway_client() -> Record:
    if not conf.strategy.exchanges:
        return _machine_client(GATEWAY)
    # On-Behalf-Of: the client is the API for which the person's token is.
    return {
        **_client(GATEWAY),
        "app_type": "resource_server",
        "resource_server_identifier": conf.AUDIENCE,
        "token_endpoint_auth_method": "client_secret_post",
        "grant_types": [EXCHANGE],
        "token_exchange": {"allow_any_profile_of_type": ["on_behalf_of_token_exchange"]},
    }


def _machine_client(kind: str) -> Record:
    return {
        **_client(kind),
        "app_type": "non_interactive",
        "token_endpoint_auth_method": "client_secret_post",
        "grant_types": ["client_credentials"],
    }


def client_name(kind: str) -> str:
    """Return what a client of this site is called: a tenant may have more sites, each with its own."""
    return f"Usher {kind} at {urlsplit(settings.SITE_URL).netloc}"


def _client(kind: str) -> Record:
    return {
        "name": client_name(kind),
        "is_first_party": True,
        "oidc_conformant": True,
        "jwt_configuration": {"alg": "RS256"},
    }


def _client_grants(management_audience: str) -> list[Record]:
    grants: list[Record] = [_grant(CLAIMS, management_audience, CLAIMS_SCOPES)]
    if conf.DIRECTORY:
        grants.append(_grant(DIRECTORY, management_audience, DIRECTORY_SCOPES))
    if conf.strategy.gateway_asks_alone:
        own = [audience for audience in _carrying_audiences() if audience != conf.AUDIENCE]
        grants += [_grant(GATEWAY, audience, _permissions_of(audience)) for audience in own]
    return grants


def _grant(kind: str, audience: str, scopes: Iterable[str]) -> Record:
    return {"client_id": client_name(kind), "audience": audience, "scope": sorted(scopes)}


def _role(name: str, held: Collection[str]) -> Record:
    served = {permission for resource in served_resources() for permission in resource.permissions}
    return {"name": name, "permissions": as_sent(served.intersection(held))}
