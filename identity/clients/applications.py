"""The applications registered here, the provider's clients: which there are, and what each may ask."""

from urllib.parse import urlsplit

from django.http import HttpResponseRedirect
from oauth2_provider.models import Application

from identity.clients.exceptions import InvalidTarget
from permissions_api.audiences import known_audiences
from permissions_api.text import storable

# What tokens of `manage.py token` say about who asked for them; no client of this id is ever registered.
MANAGE_CLIENT_ID = "usher-manage"


class ClientRedirect(HttpResponseRedirect):
    """A redirect to an address that is registered, so its scheme is one that was accepted there."""

    allowed_schemes = ["http", "https"]


def client_of(client_id: str) -> Application | None:
    """Return the client with this id, as whoever asks wrote it; None when there is none."""
    return Application.objects.filter(client_id=client_id).first() if storable(client_id) else None


def is_first_party(client: Application) -> bool:
    """Say whether the client is the site's own and needs no consent."""
    return bool(client.skip_authorization)


def allowed_audiences(client: Application) -> tuple[str, ...]:
    """Return the audiences this client may ask for: those it was made with, else all if it is our own."""
    named = set(client.audiences.values_list("audience", flat=True))
    people_log_in = client.authorization_grant_type == Application.GRANT_AUTHORIZATION_CODE
    if not named and is_first_party(client) and people_log_in:
        return known_audiences()
    return tuple(audience for audience in known_audiences() if audience in named)


def checked_audience(audience: str, client: Application) -> str:
    """Return the audience. Raises InvalidTarget when it is unknown or the client may not ask for it."""
    if audience not in known_audiences():
        raise InvalidTarget("No API here has this audience.")
    if audience not in allowed_audiences(client):
        raise InvalidTarget("This client may not ask for this audience.")
    return audience


def origin_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
