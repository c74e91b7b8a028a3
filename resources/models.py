"""The counters of rate limits, shared by every process through the database."""

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
