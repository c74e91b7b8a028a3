from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class ResourcesConfig(AppConfig):
    name = "resources"

    def ready(self) -> None:
        from resources.indexing import checks  # noqa: F401  registers the check
        from resources.indexing.after_migrate import let_columns_go, make_indexes

        pre_migrate.connect(let_columns_go, sender=self)
        post_migrate.connect(make_indexes, sender=self)
