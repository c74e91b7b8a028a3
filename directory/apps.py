from django.apps import AppConfig
from django.db.models.signals import post_migrate


class DirectoryConfig(AppConfig):
    name = "directory"

    def ready(self) -> None:
        from directory import audited_models, checks  # noqa: F401  registers the checks
        from directory.permission_sync import make_permissions

        post_migrate.connect(make_permissions, sender=self)
        audited_models.watch()
