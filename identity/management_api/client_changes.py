"""Make and change applications as the Management API is asked to, on the terms of every registration."""

import secrets
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from oauth2_provider.generators import generate_client_id
from oauth2_provider.models import Application

from identity.clients import page_clients
from identity.clients.exceptions import RegistrationRefused
from identity.clients.logout_address import keep_logout_address
from identity.clients.registration import (
    LONGEST_URI,
    OWN_NAMES,
    check_uri,
    reserved_ids,
)
from identity.clients.scopes import permissions_for
from identity.management_api.exceptions import Refused, invalid_body
from identity.management_api.records import keep
from identity.management_api.scopes import SCOPES, management_audience
from identity.models import ClientAudience, ClientGrant, ManagementGrant
from permissions_api.audiences import known_audiences
from permissions_api.resource import all_permissions

KEPT = "client"
CODE, MACHINE = Application.GRANT_AUTHORIZATION_CODE, Application.GRANT_CLIENT_CREDENTIALS
TYPES = {
    "spa": (Application.CLIENT_PUBLIC, CODE),
    "native": (Application.CLIENT_PUBLIC, CODE),
    "regular_web": (Application.CLIENT_CONFIDENTIAL, CODE),
    "non_interactive": (Application.CLIENT_CONFIDENTIAL, MACHINE),
    # The client that an API is, for exchanging tokens.
    "resource_server": (Application.CLIENT_CONFIDENTIAL, MACHINE),
}
# What counts here as it does at a tenant …
ADDRESSES = {"callbacks": "redirect_uris", "allowed_logout_urls": "post_logout_redirect_uris"}
COUNTING = {"is_first_party": bool, **dict.fromkeys(ADDRESSES, list)}
# … and what is only told again.
TOLD = {
    "app_type": str,
    "description": str,
    "web_origins": list,
    "grant_types": list,
    "token_endpoint_auth_method": str,
    "oidc_conformant": bool,
    "jwt_configuration": dict,
    "client_metadata": dict,
    "refresh_token": dict,
    "resource_server_identifier": str,
    "token_exchange": dict,
    "oidc_logout": dict,  # of which the address counts
}
PROPERTIES = {**COUNTING, **TOLD}


def make(sent: dict[str, Any]) -> Application:
    """Return a new application; whoever is to use it is given a secret later. Raises Refused."""
    kind = sent.setdefault("app_type", "regular_web")
    if kind not in TYPES:
        raise invalid_body(f"No enum match for {kind} on property app_type")
    client_type, grant = TYPES[kind]
    client = Application(
        client_id=generate_client_id(),
        client_type=client_type,
        authorization_grant_type=grant,
        skip_authorization=True,
        client_secret="" if client_type == Application.CLIENT_PUBLIC else secrets.token_urlsafe(48),
        algorithm=Application.RS256_ALGORITHM,
    )
    change(client, sent)
    return client


def change(client: Application, sent: dict[str, Any]) -> None:
    """Change an application. Raises Refused."""
    _refuse_own(client)
    if not sent.get("name", client.name) or sent.get("name") in OWN_NAMES:
        raise invalid_body("This name cannot be given on property name")
    client.name = sent.get("name", client.name)
    client.skip_authorization = sent.get("is_first_party", client.skip_authorization)
    for name, column in ADDRESSES.items():
        if name in sent:
            setattr(client, column, " ".join(_checked(sent[name], name)))
    if why := page_clients.refusal(client.client_type, client.redirect_uris.split()):
        raise invalid_body(why)
    client.save()
    if "oidc_logout" in sent:
        keep_logout_address(client, _logout_url(client, sent["oidc_logout"]))
    keep(KEPT, client.client_id, {name: value for name, value in sent.items() if name in TOLD})


def set_grant(client: Application, audience: str, scopes: Sequence[Any]) -> None:
    """Let a machine ask for this audience with these scopes and no others. Raises Refused."""
    _refuse_own(client)
    if client.authorization_grant_type != MACHINE:
        raise invalid_body("The client is no machine")
    management = audience == management_audience()
    if not management and audience not in known_audiences():
        raise Refused(
            HTTPStatus.NOT_FOUND, "inexistent_resource_server", "The resource server does not exist."
        )
    if not scopes:
        raise invalid_body("Array is too short (0), minimum 1 on property scope")
    possible = SCOPES if management else permissions_for(audience, all_permissions())
    if unknown := [str(scope) for scope in scopes if scope not in possible]:
        raise invalid_body(f"The API defines no {', '.join(unknown)}, or it is not supported here")
    if management:
        client.management_grants.exclude(scope__in=scopes).delete()
        # One by one, here and below: what is made in bulk sends no signals, and the trail would miss it.
        for scope in scopes:
            ManagementGrant.objects.get_or_create(application=client, scope=scope)
        return
    ClientAudience.objects.get_or_create(application=client, audience=audience)
    client.grants.filter(permission__in=possible).exclude(permission__in=scopes).delete()
    for scope in scopes:
        ClientGrant.objects.get_or_create(application=client, permission=scope)


def _refuse_own(client: Application) -> None:
    if client.client_id in reserved_ids():
        raise Refused(
            HTTPStatus.FORBIDDEN,
            "operation_not_supported",
            "This client is the site's own and made anew at every start.",
        )


def _logout_url(client: Application, sent: dict[str, Any]) -> str:
    """Return where the client is told of logouts, which a tenant takes one address for. Raises Refused."""
    name = "backchannel_logout_urls"
    urls = sent.get(name, [])
    if not isinstance(urls, list) or len(urls) > 1 or len(str(urls)) > LONGEST_URI:
        raise invalid_body(f"Expected an array of at most one string on property {name}")
    if urls and client.authorization_grant_type == MACHINE:
        raise invalid_body(f"Nobody logs out of a machine: leave away property {name}")
    return next(iter(_checked(urls, name)), "")


def _checked(urls: Sequence[Any], name: str) -> list[str]:
    """Return the addresses, if each may be registered. Raises Refused."""
    if not all(isinstance(url, str) for url in urls):
        raise invalid_body(f"Expected an array of strings on property {name}")
    try:
        for url in urls:
            check_uri(url)
    except RegistrationRefused as error:
        raise invalid_body(str(error)) from error
    return list(urls)
