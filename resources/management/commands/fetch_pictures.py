"""``manage.py fetch_pictures``: fetch the pictures that somebody wants to see, until told to stop."""

import logging
import os
import signal
import sys
import threading
from argparse import SUPPRESS, ArgumentParser
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connections

from permissions_api.http import Unfetchable
from resources.pictures import awaited
from resources.pictures.fetching import fetch
from resources.pictures.images import Made, Unusable, made_anew

log = logging.getLogger(__name__)

PAUSE = 1.0  # seconds between two looks at the queue
AT_ONCE = 4


class Command(BaseCommand):
    help = "Fetch the pictures that somebody wants to see. SIGTERM ends it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="fetch what is due now, say so and return")
        parser.add_argument("--with-parent", action="store_true", help=SUPPRESS)

    def handle(self, *, once: bool, with_parent: bool, **_options: Any) -> None:
        if not settings.PICTURES:
            raise CommandError("PICTURES is off: this site asks nobody for pictures. PICTURES=1 turns it on.")
        if once:
            while fetch_some():
                pass
            self.stdout.write(", ".join(f"{count} {what}" for what, count in awaited.counts().items()))
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        if with_parent:
            threading.Thread(target=_wait_for_parent, args=[stop], daemon=True).start()
        while not stop.is_set():
            try:
                while fetch_some() and not stop.is_set():
                    pass
            except DatabaseError as error:
                log.error("Pictures are not fetched at the moment: %s.", type(error).__name__)
                connections.close_all()
            stop.wait(PAUSE)


def fetch_some() -> int:
    """Fetch some that are due and return how many there were."""
    taken = [*awaited.take()]
    with ThreadPoolExecutor(AT_ONCE) as threads:
        # The database is asked in this thread alone.
        for (picture, _), found in zip(
            taken, threads.map(_made, [address for _, address in taken]), strict=True
        ):
            if isinstance(found, Made):
                awaited.keep(picture, found.card, found.page)
            else:
                awaited.give_up(picture, found)
    return len(taken)


def _made(address: str) -> Made | str:
    """Return the picture at an address, or why there is none."""
    try:
        return made_anew(fetch(address))
    except (Unfetchable, Unusable) as error:
        return str(error)
    except Exception as error:  # What garbage leads to is the failure of this one picture.
        return type(error).__name__


def _wait_for_parent(stop: threading.Event) -> None:
    while os.read(sys.stdin.fileno(), 1024):
        pass
    stop.set()
