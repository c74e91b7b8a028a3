"""Keep public clients away from this site's pages where tokens stay at the server."""

from collections.abc import Iterable

from oauth2_provider.models import Application

from bff.page_addresses import leads_to_a_page
from permissions_api.conf import conf

REFUSAL = (
    "{!r} is on this site's own pages (SITE_URL, ALLOWED_HOSTS), and AUDIENCE_STRATEGY={} keeps every token"
    " away from them: no public client may have an address there."
)


def refusal(client_type: str, uris: Iterable[str]) -> str:
    """Return why a client of this type cannot have these redirect addresses, "" when it can."""
    if not conf.strategy.sessions or client_type != Application.CLIENT_PUBLIC:
        return ""
    return next((REFUSAL.format(uri, conf.STRATEGY) for uri in uris if leads_to_a_page(uri)), "")


def refusals() -> dict[str, str]:
    """Return by id why clients that are there all the same, from before, get no code."""
    found = {
        client.client_id: refusal(client.client_type, client.redirect_uris.split())
        for client in Application.objects.order_by("client_id")
    }
    return {client_id: why for client_id, why in found.items() if why}
