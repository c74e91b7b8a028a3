from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "identity"

    def ready(self) -> None:
        from identity import audited_models, checks, signals  # noqa: F401

        audited_models.watch()
