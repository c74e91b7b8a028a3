"""``manage.py serve``: the site on granian, by the settings alone."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from project.doctor.start import warn_of_what_is_wrong
from project.processes import PictureFetcher
from project.server import end_with_parent, serve


class Command(BaseCommand):
    help = "Serve the site. SIGTERM finishes open requests and leaves no process behind."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--with-parent",
            action="store_true",
            help="stop, too, when standard input ends: for other programs",
        )

    def handle(self, *, with_parent: bool, **_options: Any) -> None:
        if with_parent:
            # Whoever started this one has pictures fetched, if anybody does.
            end_with_parent()
            self._serve()
            return
        warn_of_what_is_wrong(self.stderr)
        with PictureFetcher():
            self._serve()

    def _serve(self) -> None:
        serve(self.stdout, f"Usher is at {settings.SITE_URL}")
