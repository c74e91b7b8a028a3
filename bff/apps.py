from django.apps import AppConfig


class BffConfig(AppConfig):
    name = "bff"

    def ready(self) -> None:
        from bff import checks  # noqa: F401  registers the checks
