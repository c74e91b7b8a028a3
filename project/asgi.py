"""The ASGI entry point, which ./run serve runs: `granian --interface asginl project.asgi:application`."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")

from django.conf import settings
from django.core.wsgi import get_wsgi_application

_django = get_wsgi_application()  # before what follows, which needs the apps to be there

from project.server import end_with_server  # noqa: E402
from project.start import prepare  # noqa: E402
from project.threads import InThreads  # noqa: E402

end_with_server()
prepare()
application = InThreads(_django, settings.THREADS, apart=["/healthz", "/readyz"])
