from django.apps import AppConfig


class PermissionsApiConfig(AppConfig):
    name = "permissions_api"

    def ready(self) -> None:
        from permissions_api import checks  # noqa: F401  Importing registers them.
