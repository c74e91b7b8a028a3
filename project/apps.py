from django.apps import AppConfig
from django.core.signals import request_started
from django.db import close_old_connections, reset_queries


class ProjectConfig(AppConfig):
    name = "project"

    def ready(self) -> None:
        from project import checks, cors  # noqa: F401  registers the checks

        # Every request ends with the first, and nothing is asked between it and the next request. The
        # second empties a list that is kept with DEBUG alone, and then bounded.
        request_started.disconnect(close_old_connections)
        request_started.disconnect(reset_queries)
