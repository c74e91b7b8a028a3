from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "identity"

    def ready(self) -> None:
        from identity import audited_models, checks  # noqa: F401
        from identity.accounts import signals as of_accounts  # noqa: F401
        from identity.clients import signals as of_clients  # noqa: F401

        audited_models.watch()
