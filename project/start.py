"""What every process does once before it serves."""

import logging

from django.conf import settings
from django.db import DatabaseError

from audit import refusals
from resources import rates

log = logging.getLogger(__name__)


def prepare() -> None:
    """Move the site's own clients to where SITE_URL says the site is now, and delete expired rows.

    A database that is not there yet is no reason to stop: /readyz says so until it is.
    """
    try:
        if settings.EMBEDDED:
            _prepare_provider()
        else:
            rates.delete_expired()
            refusals.delete_old()
    except DatabaseError:
        log.warning("The database is not ready. ./run migrate prepares it; /readyz says when it is.")


def _prepare_provider() -> None:
    from identity.clients import ensure_first_party_clients  # noqa: PLC0415  installed only when embedded
    from identity.expiry import delete_expired  # noqa: PLC0415

    ensure_first_party_clients()
    delete_expired()
