"""The trail of changes, its head, the history of records, and the refusals that are added up."""

import json
from datetime import UTC
from typing import Any, NoReturn

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from audit.chain import written
from resources.kept_writes import KeptWrites

MOST = 255  # characters of a name or an id


class AppendOnly(TypeError):
    """Somebody tried to change or delete an entry of the trail."""

    def __init__(self) -> None:
        super().__init__("The audit trail is append-only: its entries are neither changed nor deleted.")


class EntryQuerySet(models.QuerySet["Entry"]):
    """Reads entries. ``audit.trail.record`` alone writes them, one by one."""

    def _refuse(self, *_args: Any, **_options: Any) -> NoReturn:
        raise AppendOnly()

    update = delete = bulk_create = bulk_update = _raw_delete = _refuse


class Entry(models.Model):
    """One change: who made it, what, of what, from where. ``before`` and ``after`` are JSON as text.

    As text they read the same from every database, so that ``mac`` fits them for ever. ``id``
    counts from 1 without gaps.
    """

    id = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    actor_subject = models.CharField(max_length=MOST, db_index=True)
    actor_name = models.CharField(max_length=MOST)
    action = models.CharField(max_length=64, db_index=True)
    target_kind = models.CharField(max_length=64)
    target_id = models.CharField(max_length=MOST)
    target_name = models.CharField(max_length=MOST)
    before_json = models.TextField()
    after_json = models.TextField()
    address = models.CharField(max_length=64)
    request_id = models.CharField(max_length=64)
    mac = models.CharField(max_length=64)

    objects = EntryQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["target_kind", "target_id"], name="audit_entry_target"),
            models.Index(fields=["at", "id"], name="audit_entry_at"),
            models.Index(fields=["action", "at", "id"], name="audit_entry_action"),
            models.Index(fields=["target_id", "target_name"], name="audit_entry_by_target"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.action} {self.target_kind} {self.target_id}"

    def save(self, *args: Any, **options: Any) -> None:
        """Insert. Raises AppendOnly for an entry that is there already."""
        if not self._state.adding or options.get("force_update"):
            raise AppendOnly()
        super().save(force_insert=True, using=options.get("using"))

    def delete(self, *_args: Any, **_options: Any) -> NoReturn:
        raise AppendOnly()

    @property
    def before(self) -> Any:
        return _read(self.before_json)

    @property
    def after(self) -> Any:
        return _read(self.after_json)

    def as_data(self) -> dict[str, Any]:
        """Return the entry as the export writes it and the chain seals it, without its ``mac``."""
        return {
            "id": self.pk,
            "at": self.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "actor": {"subject": self.actor_subject, "name": self.actor_name},
            "action": self.action,
            "target": {"kind": self.target_kind, "id": self.target_id, "name": self.target_name},
            "before": self.before,
            "after": self.after,
            "address": self.address,
            "request_id": self.request_id,
        }


def _read(text: str) -> Any:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        value = None
    # Two texts may read alike, as with a key that stands twice: only the one that was sealed is good.
    return value if written(value) == text else {"unreadable": text}


class Head(models.Model):
    """The end of the chain, one row: how many entries there are, and the last one's mac.

    Who writes an entry holds this row locked until the change is saved or undone.
    """

    count = models.BigIntegerField(default=0)
    mac = models.CharField(max_length=64, default="")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.count} entries"


class Change(KeptWrites):
    """One change of a record, or one import of many, outside the chain.

    ``before`` and ``after`` hold what differs: one of them is null where the record is new or gone.
    ``overwritten`` says that an import has written over the record since.
    """

    at = models.DateTimeField(db_index=True)
    actor_issuer = models.CharField(max_length=MOST)
    actor_subject = models.CharField(max_length=MOST)
    actor_name = models.CharField(max_length=MOST)
    client = models.CharField(max_length=MOST)
    action = models.CharField(max_length=64)
    target_kind = models.CharField(max_length=64)
    target_id = models.CharField(max_length=MOST)
    target_name = models.CharField(max_length=MOST)
    before = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    overwritten = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["target_kind", "target_id", "id"], name="audit_change_target"),
            models.Index(fields=["at", "id"], name="audit_change_at"),
            models.Index(fields=["action", "at", "id"], name="audit_change_action"),
            models.Index(fields=["actor_subject", "actor_name"], name="audit_change_by_actor"),
            models.Index(fields=["target_id", "target_name"], name="audit_change_by_target"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.action} {self.target_kind} {self.target_id}"


class Party(models.Model):
    """Who acts, what is acted on, and how, in the entries and in the changes: once each (``audit.parties``).

    ``facet`` says which, such as ``entry.actor``; ``ref`` is a subject, an id or an action.
    """

    facet = models.CharField(max_length=20)
    ref = models.CharField(max_length=MOST)
    name = models.CharField(max_length=MOST)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["facet", "ref", "name"], name="one_of_each_party")]

    def __str__(self) -> str:
        return f"{self.facet} {self.ref}"


class Refusal(models.Model):
    """How often somebody with a valid token was refused for lack of a permission within one minute."""

    subject = models.CharField(max_length=MOST)
    permission = models.CharField(max_length=100)
    minute = models.DateTimeField()
    count = models.IntegerField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "permission", "minute"], name="one_refusal_count_per_minute"
            )
        ]
        indexes = [
            models.Index(fields=["minute", "id"], name="audit_refusal_minute"),
            models.Index(fields=["minute", "count"], name="audit_refusal_count"),  # which adds a day up
        ]

    def __str__(self) -> str:
        return f"{self.subject} without {self.permission} at {self.minute}: {self.count}"
