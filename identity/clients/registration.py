"""Register applications with the provider, and remove them again."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from oauth2_provider.generators import generate_client_id
from oauth2_provider.models import Application

from directory.subjects import SUBJECT
from identity.clients import page_clients
from identity.clients.applications import MANAGE_CLIENT_ID, is_first_party
from identity.clients.exceptions import RegistrationRefused
from identity.clients.first_party import BFF_NAME, GATEWAY_NAME, MANAGEMENT_NAME
from identity.clients.logout_address import keep_logout_address, logout_address_of
from identity.management_api.scopes import SCOPES
from identity.models import BackchannelLogout
from permissions_api.audiences import known_audiences
from permissions_api.conf import conf
from permissions_api.loopback import is_https_or_loopback
from permissions_api.resource import all_permissions

# Clients of these names are taken for the site's own of before, and removed at the next start.
OWN_NAMES = (BFF_NAME, GATEWAY_NAME, MANAGEMENT_NAME)
LONGEST_NAME = Application._meta.get_field("name").max_length or 255
LONGEST_URI = BackchannelLogout._meta.get_field("uri").max_length or 1000
LONGEST_ID = Application._meta.get_field("client_id").max_length or 100


@dataclass(frozen=True, slots=True)
class Registration:
    """What an application is registered with. Without redirect addresses it is a machine."""

    name: str = ""
    client_id: str | None = None
    redirect_uris: Sequence[str] = ()
    logout_uris: Sequence[str] = ()
    audiences: Sequence[str] = ()
    grants: Sequence[str] = ()
    management: Sequence[str] = ()
    backchannel_logout_uri: str = ""
    backchannel_logout_session_required: bool = False
    public: bool = False
    third_party: bool = False

    @property
    def machine(self) -> bool:
        return not self.redirect_uris


@transaction.atomic
def register(asked: Registration, secret: str | None = None) -> tuple[Application, str | None]:
    """Make the application; return it and its secret, None when public. Raises RegistrationRefused.

    The secret is made here, save where one of a trial is given.
    """
    _check(asked)
    client_id = asked.client_id or generate_client_id()
    secret = None if asked.public else secret or secrets.token_urlsafe(48)
    client = Application.objects.create(
        client_id=client_id,
        name=asked.name or client_id,
        client_type=Application.CLIENT_PUBLIC if asked.public else Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=(
            Application.GRANT_CLIENT_CREDENTIALS if asked.machine else Application.GRANT_AUTHORIZATION_CODE
        ),
        redirect_uris=" ".join(asked.redirect_uris),
        post_logout_redirect_uris=" ".join(asked.logout_uris),
        skip_authorization=not asked.third_party,
        client_secret=secret or "",
        algorithm=Application.RS256_ALGORITHM,
    )
    _keep_rows(client, asked)
    return client, secret


@transaction.atomic
def change(client: Application, asked: Registration) -> None:
    """Let an application be as asked, and of the kind it is. Raises RegistrationRefused."""
    _check(asked, client)
    described = describe(client)
    if (described["public"], described["kind"] == "machine") != (asked.public, asked.machine):
        raise RegistrationRefused(f"{client.client_id!r} is a client of another kind. Remove it first.")
    client.name = asked.name or client.client_id
    client.redirect_uris = " ".join(asked.redirect_uris)
    client.post_logout_redirect_uris = " ".join(asked.logout_uris)
    client.skip_authorization = not asked.third_party
    client.save()
    _keep_rows(client, asked)


def _keep_rows(client: Application, asked: Registration) -> None:
    # One by one: what is made in bulk sends no signals, and the audit trail would miss it.
    for rows, column, wanted in (
        (client.audiences, "audience", asked.audiences),
        (client.grants, "permission", asked.grants),
        (client.management_grants, "scope", asked.management),
    ):
        rows.exclude(**{f"{column}__in": wanted}).delete()
        for value in dict.fromkeys(wanted):
            rows.get_or_create(**{column: value})
    keep_logout_address(client, asked.backchannel_logout_uri, asked.backchannel_logout_session_required)


def new_secret(client_id: str) -> str:
    """Return the application's new secret; the former is good no more. Raises RegistrationRefused."""
    client = Application.objects.filter(client_id=client_id).first()
    if client is None or client_id in reserved_ids() or client.client_type == Application.CLIENT_PUBLIC:
        raise RegistrationRefused(
            f"There is no client {client_id!r} that is given a secret here. See them with: client list"
        )
    client.client_secret = secret = secrets.token_urlsafe(48)
    client.save()
    return secret


def remove(client_id: str) -> None:
    """Remove the application with its codes, tokens and consents. Raises RegistrationRefused."""
    if client_id in reserved_ids():
        raise RegistrationRefused(f"{client_id} is the site's own and is made anew at every start.")
    deleted, _ = Application.objects.filter(client_id=client_id).delete()
    if not deleted:
        raise RegistrationRefused(f"There is no client {client_id!r}. See them with: client list")


def reserved_ids() -> set[str]:
    """Return the ids of the site's own clients, whether the strategy in force makes them or not."""
    return {
        settings.SPA_CLIENT_ID,
        settings.DOCS_CLIENT_ID,
        settings.BFF_CLIENT_ID,
        conf.GATEWAY_CLIENT_ID,
        MANAGE_CLIENT_ID,
        *filter(None, [settings.MANAGEMENT_CLIENT_ID]),
    }


def describe(client: Application) -> dict[str, Any]:
    """Return what can be shown of an application; never its secret."""
    management = sorted(client.management_grants.values_list("scope", flat=True))
    described = {
        "id": client.client_id,
        "name": client.name,
        "kind": _kind(client),
        "public": client.client_type == Application.CLIENT_PUBLIC,
        "redirect_uris": client.redirect_uris.split(),
        "logout_uris": client.post_logout_redirect_uris.split(),
        "audiences": sorted(client.audiences.values_list("audience", flat=True)),
        "grants": sorted(client.grants.values_list("permission", flat=True)),
    }
    logout = logout_address_of(client)
    return (
        described
        | ({"management": management} if management else {})
        | ({"backchannel_logout_uri": logout.uri} if logout else {})
    )


def described_clients() -> list[dict[str, Any]]:
    clients = Application.objects.order_by("client_id").select_related("backchannel_logout")
    return [describe(client) for client in clients.prefetch_related("audiences", "grants")]


def _kind(client: Application) -> str:
    if client.authorization_grant_type == Application.GRANT_CLIENT_CREDENTIALS:
        return "machine"
    return "first party" if is_first_party(client) else "third party"


def _check(asked: Registration, present: Application | None = None) -> None:
    for refused, why in (
        (
            asked.machine and not asked.grants and not asked.management,
            "Give --redirect-uri for people to log in, or --grant or --management for a machine.",
        ),
        (asked.machine and asked.public, "A machine proves itself with a secret, so it cannot be --public."),
        (asked.machine and asked.third_party, "--third-party is about people's consent; a machine has none."),
        (asked.machine and asked.logout_uris, "Nobody logs out of a machine: leave --logout-uri away."),
        (
            asked.machine and asked.backchannel_logout_uri,
            "Nobody logs out of a machine: leave --backchannel-logout-uri away.",
        ),
        (
            len(asked.backchannel_logout_uri) > LONGEST_URI,
            f"The --backchannel-logout-uri has at most {LONGEST_URI} characters.",
        ),
        (
            asked.machine and asked.grants and not asked.audiences,
            "Name the APIs the machine may call: --audience.",
        ),
        (not asked.machine and asked.management, "--management is for machines alone."),
        (not asked.machine and asked.grants, "--grant is for machines; people bring their own permissions."),
    ):
        if refused:
            raise RegistrationRefused(why)
    if len(asked.client_id or "") > LONGEST_ID:
        raise RegistrationRefused(f"A client's id has at most {LONGEST_ID} characters.")
    if len(asked.name) > LONGEST_NAME:
        raise RegistrationRefused(f"A client's name has at most {LONGEST_NAME} characters.")
    if asked.client_id in reserved_ids():
        raise RegistrationRefused(f"There is a client {asked.client_id!r} already: the site's own.")
    if asked.name in OWN_NAMES:
        raise RegistrationRefused(f"{asked.name!r} is the name of one of the site's own; choose another.")
    if asked.client_id and asked.client_id.startswith(SUBJECT.format("")):
        raise RegistrationRefused(f"{asked.client_id!r} looks like a person's subject; choose another id.")
    if present is None and asked.client_id and Application.objects.filter(client_id=asked.client_id).exists():
        raise RegistrationRefused(f"There is a client {asked.client_id!r} already.")
    _check_known("audience", asked.audiences, known_audiences())
    _check_known("permission", asked.grants, all_permissions())
    _check_known("scope of the Management API", asked.management, SCOPES)
    for uri in (*asked.redirect_uris, *asked.logout_uris, *filter(None, [asked.backchannel_logout_uri])):
        check_uri(uri)
    kind = Application.CLIENT_PUBLIC if asked.public else Application.CLIENT_CONFIDENTIAL
    if why := page_clients.refusal(kind, asked.redirect_uris):
        raise RegistrationRefused(why)


def _check_known(what: str, named: Sequence[str], known: Sequence[str]) -> None:
    for name in named:
        if name not in known:
            raise RegistrationRefused(f"Unknown {what} {name!r}. Known: {', '.join(known)}.")


def check_uri(uri: str) -> None:
    """Refuse addresses over which an answer could be read by others, or that match loosely."""
    parts = urlsplit(uri)
    if (
        not is_https_or_loopback(uri)
        or not parts.hostname
        or "@" in parts.netloc
        or "#" in uri
        or "*" in uri
        or len(uri.split()) != 1
    ):
        raise RegistrationRefused(
            f"{uri!r} cannot be registered: use a whole https address,"
            " or http on localhost, without #, * or @."
        )
