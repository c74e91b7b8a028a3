"""What every process does once before it serves."""

import logging

from django.conf import settings
from django.db import DatabaseError

log = logging.getLogger(__name__)


def prepare() -> None:
    """Move the site's own clients to where SITE_URL says the site is now, and delete expired rows.

    A database that is not there yet is no reason to stop: /readyz says so until it is.
    """
    if not settings.EMBEDDED:
        return
    from identity.clients import ensure_first_party_clients  # noqa: PLC0415  installed only when embedded
    from identity.expiry import delete_expired  # noqa: PLC0415

    try:
        ensure_first_party_clients()
        delete_expired()
    except DatabaseError:
        log.warning("The database is not ready. ./run migrate prepares it; /readyz says when it is.")
