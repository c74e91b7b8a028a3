from django.apps import AppConfig


class ResourcesConfig(AppConfig):
    name = "resources"

    def ready(self) -> None:
        from resources import schema  # noqa: F401  drf-spectacular knows what has been imported.
