"""The ASGI entry point, for servers that speak only ASGI."""

import os

from django.core.asgi import get_asgi_application

from project.start import prepare

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
application = get_asgi_application()
prepare()
