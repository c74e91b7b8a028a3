"""The site's own clients, made at every start: those of its pages, or of the server that stands before them;
the gateway's, and one of the Management API."""

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from oauth2_provider.models import Application

from identity.clients.applications import client_of
from identity.clients.hashers import is_current
from identity.clients.logout_address import keep_logout_address
from identity.management_api.scopes import SCOPES
from identity.models import ClientAudience, ClientGrant, ManagementGrant
from permissions_api.audiences import audience_of
from permissions_api.conf import conf
from permissions_api.resource import all_permissions, declared_resources

BFF_NAME = "Usher's backend for the frontend"
GATEWAY_NAME = "Usher's gateway"
MANAGEMENT_NAME = "Usher's client of the Management API"


def ensure_first_party_clients() -> None:
    """Make the site's own clients, or move them to where SITE_URL says the site is now."""
    _ensure_clients_of_pages()
    _ensure_bff_client()
    _ensure_gateway_client()
    _ensure_management_client()


@transaction.atomic
def ensure_client_of_site(site: str, client_id: str) -> None:
    """Make the client of another site whose people log in here: its server, or its app and API docs."""
    if conf.strategy.sessions:
        values = {
            "client_type": Application.CLIENT_CONFIDENTIAL,
            "client_secret": _stored(settings.BFF_CLIENT_SECRET, client_of(client_id)),
            **_of_server(site),
        }
    else:
        values = _pages([site], "/callback")
        values["redirect_uris"] += f" {site}/api/docs/oauth2-redirect.html"
    client = _ensure_client(client_id, f"The site at {site}", **values)
    keep_logout_address(client, f"{site}/bff/backchannel-logout" if conf.strategy.sessions else "")


@transaction.atomic
def _ensure_clients_of_pages() -> None:
    """Make the clients of the app and of the API docs; none is wanted where no page may get a token."""
    if conf.strategy.sessions:
        ids = settings.SPA_CLIENT_ID, settings.DOCS_CLIENT_ID
        Application.objects.filter(client_id__in=ids, client_type=Application.CLIENT_PUBLIC).delete()
        return
    served_at = [url for url in (settings.SITE_URL, settings.SPA_DEV_URL) if url]
    _ensure_client(settings.SPA_CLIENT_ID, "Usher", **_pages(served_at, "/callback"))
    docs = _pages([settings.SITE_URL], "/api/docs/oauth2-redirect.html")
    _ensure_client(settings.DOCS_CLIENT_ID, "Usher's API documentation", **docs)


def _ensure_client(client_id: str, name: str, **values: str) -> Application:
    own = {"name": name, "skip_authorization": True, "algorithm": Application.RS256_ALGORITHM}
    client, _ = Application.objects.update_or_create(client_id=client_id, defaults=own | values)
    return client


def _pages(served_at: Sequence[str], callback: str) -> dict[str, str]:
    """Return what a client has that runs in the browser, on pages of these origins."""
    return {
        "client_type": Application.CLIENT_PUBLIC,
        "authorization_grant_type": Application.GRANT_AUTHORIZATION_CODE,
        "redirect_uris": " ".join(f"{origin}{callback}" for origin in served_at),
        "post_logout_redirect_uris": " ".join(f"{origin}/" for origin in served_at),
        "client_secret": "",
    }


@transaction.atomic
def _ensure_bff_client() -> None:
    """Make or mend the client that BFF_CLIENT_ID names, and remove those that it named before.

    None is wanted where the pages are clients themselves.
    """
    wanted = settings.BFF_CLIENT_ID if conf.strategy.sessions else ""
    _ensure_confidential(wanted, BFF_NAME, settings.BFF_CLIENT_SECRET, **_of_server(settings.SITE_URL))


@transaction.atomic
def _ensure_gateway_client() -> None:
    """Make or mend the client that GATEWAY_CLIENT_ID names, and remove those that it named before.

    None is wanted where no gateway stands before the APIs.
    """
    wanted = conf.GATEWAY_CLIENT_ID if conf.strategy.gateway else ""
    client = _ensure_machine(wanted, GATEWAY_NAME, settings.GATEWAY_CLIENT_SECRET)
    if client:
        _keep_audiences(client)
        _keep_grants(client)


@transaction.atomic
def _ensure_management_client() -> None:
    """Make or mend the client that MANAGEMENT_CLIENT_ID names, and remove those that it named before."""
    wanted = settings.MANAGEMENT_CLIENT_ID if settings.MANAGEMENT_API else ""
    client = _ensure_machine(wanted, MANAGEMENT_NAME, settings.MANAGEMENT_CLIENT_SECRET)
    for scope in SCOPES if client else ():
        ManagementGrant.objects.get_or_create(application=client, scope=scope)


def _ensure_machine(wanted: str, name: str, secret: str) -> Application | None:
    grant, nowhere = Application.GRANT_CLIENT_CREDENTIALS, ""
    return _ensure_confidential(
        wanted,
        name,
        secret,
        authorization_grant_type=grant,
        redirect_uris=nowhere,
        post_logout_redirect_uris=nowhere,
    )


def _of_server(site: str) -> dict[str, str]:
    """Return what a client has that is the server of a site, before whose pages it stands."""
    return {
        "authorization_grant_type": Application.GRANT_AUTHORIZATION_CODE,
        "redirect_uris": f"{site}/bff/callback",
        "post_logout_redirect_uris": f"{site}/",
    }


def _ensure_confidential(
    wanted: str, name: str, secret: str, *, authorization_grant_type: str, **addresses: str
) -> Application | None:
    """Return the client of this id, made or mended, and remove others of its name; "" wants none."""
    clients: QuerySet[Application] = Application.objects.filter(
        name=name,
        skip_authorization=True,
        client_type=Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=authorization_grant_type,
    )
    clients.exclude(client_id=wanted).delete()
    if not wanted:
        return None
    return _ensure_client(
        wanted,
        name,
        client_type=Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=authorization_grant_type,
        client_secret=_stored(secret, client_of(wanted)),
        **addresses,
    )


def _stored(secret: str, client: Application | None) -> str:
    """Return the stored hash while it fits, for a start to change nothing; else the secret, to be hashed."""
    return client.client_secret if client and is_current(secret, client.client_secret) else secret


def _keep_audiences(client: Application) -> None:
    audiences = [audience_of(resource) for resource in declared_resources()]
    client.audiences.exclude(audience__in=audiences).delete()
    # One by one: what is made in bulk sends no signals, and the audit trail would miss it.
    for audience in audiences:
        ClientAudience.objects.get_or_create(application=client, audience=audience)


def _keep_grants(client: Application) -> None:
    """Let the gateway do everything for itself, but nothing where it exchanges the person's token."""
    permissions = all_permissions() if conf.strategy.gateway_asks_alone else ()
    client.grants.exclude(permission__in=permissions).delete()
    for permission in permissions:
        ClientGrant.objects.get_or_create(application=client, permission=permission)
