from django.apps import AppConfig
from django.db.models.signals import post_migrate


class DirectoryConfig(AppConfig):
    name = "directory"

    def ready(self) -> None:
        from directory import checks, watched  # noqa: F401  registers the checks
        from directory.declared import make_permissions

        post_migrate.connect(make_permissions, sender=self)
        watched.watch()
