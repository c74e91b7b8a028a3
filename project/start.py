"""What every process does once before it serves."""

import logging

from django.conf import settings
from django.db import DatabaseError

from project import daily

log = logging.getLogger(__name__)


def prepare() -> None:
    """Move the site's own clients to where SITE_URL says the site is now, and look after expired rows.

    A database that is not there yet is no reason to stop: /readyz says so until it is.
    """
    try:
        if settings.EMBEDDED:
            from identity.clients import first_party  # noqa: PLC0415  installed only when embedded

            first_party.ensure_first_party_clients()
    except DatabaseError:
        log.warning("The database is not ready. ./run migrate prepares it; /readyz says when it is.")
    daily.start()
    if settings.EMBEDDED:
        from identity.backchannel import sender  # noqa: PLC0415  likewise

        sender.start()
