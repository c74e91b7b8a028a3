"""``manage.py serve``: the site on granian, by the settings alone."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from project.server import serve


class Command(BaseCommand):
    help = "Serve the site. SIGTERM finishes open requests and leaves no process behind."

    def handle(self, **_options: Any) -> None:
        serve(self.stdout, f"Usher is at {settings.SITE_URL}")
