"""Whether a client without a secret has an address on this site's pages, where no token is to come to one."""

from collections.abc import Iterator

from django.conf import settings

from permissions_api.conf import conf
from project.auth0.drift import page_callbacks
from project.doctor import tenant
from project.doctor.findings import Finding, check, error, ok
from project.doctor.outside import NotKnown, Outside, shown

BY_HAND = (
    "Look at the issuer yourself: no public client (single-page or native application, without a secret) may"
    " have a callback URL on {}."
)


@check(
    "page-clients",
    why="A script in a page could ask such a client for a code, read it where it comes back, and redeem it:"
    " then a token is in the browser, which AUDIENCE_STRATEGY=backend_for_frontend is to prevent.",
    to_set="At the issuer: remove the client, or its callback URLs on SITE_URL. The app needs none of them.",
)
def page_clients(outside: Outside) -> Iterator[Finding]:
    """No public client has a callback URL on this site's pages."""
    if not conf.strategy.sessions:
        yield ok(f"Under {conf.STRATEGY} the app itself is such a client.")
        return
    try:
        found = _embedded() if settings.EMBEDDED else _at_tenant(outside)
    except NotKnown as unknown:
        raise NotKnown(f"{unknown} {BY_HAND.format(settings.SITE_URL)}") from unknown
    yield from found or [ok("No public client has a callback URL on this site's pages.")]


def _embedded() -> list[Finding]:
    from identity.clients.page_clients import refusals  # noqa: PLC0415  installed only when embedded

    return [
        error(f"The client {client_id} is public. {why}", f"./run client remove {client_id}")
        for client_id, why in refusals().items()
    ]


def _at_tenant(outside: Outside) -> list[Finding]:
    if not tenant.is_tenant():
        raise NotKnown("Not looked at, as this issuer's clients cannot be asked for.")
    return [
        error(shown(f"The client {client.get('name')} is public and has the callback URL {', '.join(urls)}."))
        for client in tenant.all_clients(outside)
        if (urls := page_callbacks(client))
    ]
