"""``manage.py runserver``: Django's own, at the site's port, with every static file where it lies."""

from typing import Any

from django.conf import settings
from whitenoise.runserver_nostatic.management.commands.runserver import Command as Runserver


class Command(Runserver):
    default_port = str(settings.PORT)

    def run(self, **options: Any) -> None:
        # Gathered ones are those of the last ./run demo, or none at all.
        settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
        super().run(**options)
