"""The clients of this provider: the site's own, and what any client may ask."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from oauth2_provider.models import Application

from identity.clients.gateway import ensure_gateway_client
from permissions_api.audiences import known_audiences
from permissions_api.conf import conf
from permissions_api.text import storable

_CODE = Application.GRANT_AUTHORIZATION_CODE
# What tokens of `manage.py token` say about who asked for them; no client of this id is ever registered.
MANAGE_CLIENT_ID = "usher-manage"


def ensure_first_party_clients() -> None:
    """Make the site's own clients, or move them to where SITE_URL says the site is now."""
    served_at = [url for url in (settings.SITE_URL, settings.SPA_DEV_URL) if url]
    _first_party(conf.CLIENT_ID, "Usher", served_at, "/callback")
    docs = "Usher's API documentation"
    _first_party(settings.DOCS_CLIENT_ID, docs, [settings.SITE_URL], "/api/docs/oauth2-redirect.html")
    ensure_gateway_client()


def _first_party(client_id: str, name: str, served_at: Sequence[str], callback: str) -> None:
    Application.objects.update_or_create(
        client_id=client_id,
        defaults={
            "name": name,
            "client_type": Application.CLIENT_PUBLIC,
            "authorization_grant_type": Application.GRANT_AUTHORIZATION_CODE,
            "redirect_uris": " ".join(f"{origin}{callback}" for origin in served_at),
            "post_logout_redirect_uris": " ".join(f"{origin}/" for origin in served_at),
            "skip_authorization": True,
            "client_secret": "",
            "algorithm": Application.RS256_ALGORITHM,
        },
    )


def client_of(client_id: str) -> Application | None:
    """Return the client with this id, as whoever asks wrote it; None when there is none."""
    return Application.objects.filter(client_id=client_id).first() if storable(client_id) else None


def is_first_party(client: Application) -> bool:
    """Say whether the client is the site's own and needs no consent."""
    return bool(client.skip_authorization)


def allowed_audiences(client: Application) -> tuple[str, ...]:
    """Return the audiences this client may ask for: those it was made with, else all if it is our own."""
    named = set(client.audiences.values_list("audience", flat=True))
    if not named and is_first_party(client) and client.authorization_grant_type == _CODE:
        return known_audiences()
    return tuple(audience for audience in known_audiences() if audience in named)


def is_registered_origin(origin: str) -> bool:
    """Say whether a public client has a redirect address on this origin."""
    public = Application.objects.filter(
        client_type=Application.CLIENT_PUBLIC, authorization_grant_type=_CODE
    ).values_list("redirect_uris", flat=True)
    return any(origin == origin_of(uri) for uris in public for uri in uris.split())


def origin_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
