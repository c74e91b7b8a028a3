"""Delete expired rows once a day, in one of the site's processes and beside its requests."""

import logging
import threading
import time

from django.conf import settings
from django.db import Error, connections

from audit import history, refusals
from bff import cleanup as sessions
from directory.backends.auth0 import answers
from resources import idempotency
from resources.pictures import awaited
from resources.rate_limits import counters, leases

log = logging.getLogger(__name__)

FIRST = 60  # seconds after the start, which has enough to do
AGAIN = 600  # seconds from one look at whether it is time to the next
LEASE = "cleanup"


def start() -> None:
    """Begin to look after it in a thread that ends with the process."""
    threading.Thread(target=_run, name="cleanup", daemon=True).start()


def clean_up_once_a_day() -> None:
    """Delete what has expired, unless a process has done so today (UTC). Raises what the database raises."""
    if not leases.take(LEASE, leases.DAY):
        return
    try:
        delete_expired()
    except Error:
        leases.release(LEASE)
        raise


def delete_expired() -> None:
    if settings.EMBEDDED:
        from identity import cleanup  # noqa: PLC0415  installed only when embedded

        cleanup.delete_expired()
    else:
        counters.delete_expired()
        answers.delete_old()
        idempotency.delete_old()
        refusals.delete_old()
        history.delete_old()
        sessions.delete_expired()
    awaited.delete_left()


def _run() -> None:
    time.sleep(FIRST)
    while True:
        try:
            clean_up_once_a_day()
        except Exception:  # Nobody waits for this thread; the log is all that hears of it.
            log.exception("Expired rows could not be deleted; this is tried again in %s seconds.", AGAIN)
        finally:
            connections.close_all()
        time.sleep(AGAIN)
