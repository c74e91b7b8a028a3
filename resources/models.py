"""What every process knows through the database: rate counters, answers given twice, versions of tables."""

from django.db import models


class RateCounter(models.Model):
    """How often something happened in one window of time. ``key`` is a digest: no names, no addresses."""

    scope = models.CharField(max_length=80)
    key = models.CharField(max_length=64)
    started = models.BigIntegerField(help_text="seconds since 1970")
    count = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "key", "started"], name="one_counter_per_window")
        ]
        indexes = [models.Index(fields=["key"]), models.Index(fields=["started"])]

    def __str__(self) -> str:
        return f"{self.scope} since {self.started}: {self.count}"


class FirstAnswer(models.Model):
    """What was answered to a create with an Idempotency-Key. ``key`` and ``body`` are digests."""

    key = models.UUIDField(primary_key=True)
    body = models.UUIDField()
    answered = models.BigIntegerField(help_text="seconds since 1970")
    answer = models.TextField()

    def __str__(self) -> str:
        return f"{self.key} at {self.answered}"


class TableVersion(models.Model):
    """A tag that is renewed when rows of a table change: ``resources/versions.py`` says how."""

    table_name = models.CharField(max_length=100, db_index=True)
    tag = models.UUIDField()

    def __str__(self) -> str:
        return f"{self.table_name}: {self.tag}"


class Picture(models.Model):
    """What was fetched from an address in a record, or is to be. ``id`` is the digest of the address."""

    id = models.UUIDField(primary_key=True)
    label = models.CharField(max_length=80, help_text="of the app whose record named the address")
    record = models.BigIntegerField()
    due = models.BigIntegerField(
        null=True, db_index=True, help_text="seconds since 1970; null when it is there"
    )
    failures = models.IntegerField(default=0)
    fault = models.CharField(max_length=200, blank=True)
    card = models.BinaryField(null=True)
    page = models.BinaryField(null=True)

    def __str__(self) -> str:
        return f"{self.label} {self.record}: {self.fault or self.due or 'there'}"
