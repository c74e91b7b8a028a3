"""Watch the records of every resource, by whatever way Django's signals tell of."""

from typing import Any

from django.apps import apps
from django.db.models.signals import post_delete, post_save, pre_save

from audit.history import keep
from resources.records import Record


def watch_records() -> None:
    """Watch from now on. ``Record.save`` makes a save and what is kept of it one transaction."""
    for model in apps.get_models():
        if issubclass(model, Record):
            uid = f"audit.{model._meta}"
            pre_save.connect(_before_save, sender=model, dispatch_uid=uid)
            post_save.connect(_after_save, sender=model, dispatch_uid=uid)
            post_delete.connect(_after_delete, sender=model, dispatch_uid=uid)


def _before_save(instance: Record, **_signal: Any) -> None:
    """Look up what is not known of a row that was not read whole."""
    if instance.as_read is None and instance.pk is not None:
        stored = type(instance)._base_manager.filter(pk=instance.pk).first()
        instance.as_read = stored.as_read if stored else None


def _after_save(instance: Record, created: bool, update_fields: Any, **_signal: Any) -> None:
    before, after = instance.as_read or {}, instance.state()
    if created:
        keep("created", instance, None, after)
    else:
        saved = after.keys() if update_fields is None else after.keys() & update_fields
        differing = [name for name in after if name in saved and before.get(name) != after[name]]
        if differing:
            was, now = ({name: state.get(name) for name in differing} for state in (before, after))
            keep("changed", instance, was, now)
    instance.as_read = after


def _after_delete(instance: Record, **_signal: Any) -> None:
    keep("deleted", instance, instance.state(), None)
