"""The WSGI entry point: `granian --interface wsgi project.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
application = get_wsgi_application()

from project.start import prepare  # noqa: E402  Its models need the apps, which now are there.

prepare()
