from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    name = "audit"

    def ready(self) -> None:
        from audit import checks  # noqa: F401  registers the check
        from audit.audited_records import watch_records
        from audit.parties import make_triggers
        from audit.refusals import count_refusal
        from permissions_api.signals import refused

        refused.connect(count_refusal, dispatch_uid="audit.refusals")
        watch_records()
        post_migrate.connect(make_triggers, sender=self)
