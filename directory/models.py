"""What Django's own tables of people and roles lack.

One content type for our permissions, which roles receive those that are declared later, what
user names look like, and what is kept of a directory elsewhere.
"""

from django.contrib.auth.models import Group, User
from django.db import models
from django.utils.translation import gettext_lazy as _


class Grantable(models.Model):  # noqa: DJ008  never instantiated
    """The content type on which every declared permission hangs; it has no table.

    Django's Permission rows need a content type. A made-up one would be taken for stale by
    ``remove_stale_contenttypes``, and with it every grant; a model's own is safe.
    """

    class Meta:
        managed = False
        default_permissions = ()
        verbose_name = _("API permission")


class ReceivingRole(models.Model):
    """A role that receives every permission which a resource declares from now on."""

    role = models.OneToOneField(Group, on_delete=models.CASCADE, primary_key=True)

    class Meta:
        # So that in the admin superusers alone may set it: nobody can be given what has no permission.
        default_permissions = ()
        verbose_name = _("role that receives every new permission")
        verbose_name_plural = _("roles that receive every new permission")

    def __str__(self) -> str:
        return self.role.name


class NameReading(models.Model):
    """What a user name is taken for, by the tables of one version of Unicode (``directory.confusables``)."""

    LENGTH = 150  # characters; names that read the same so far are taken for each other

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    username = models.CharField(max_length=150)
    text = models.CharField(max_length=LENGTH, db_index=True)
    unicode = models.CharField(max_length=20)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.username


class TenantAnswer(models.Model):
    """What a directory elsewhere said, for all processes. ``key`` is a digest of what was asked.

    Times are in seconds since 1970. ``body`` is JSON, "" where nothing is kept; it says how things were
    at ``asked_at`` or later. Until ``claimed_until`` somebody is asking, and the others wait.
    """

    key = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=40, db_index=True)
    body = models.TextField(default="")
    asked_at = models.FloatField(default=0)
    claimed_until = models.FloatField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.kind} {self.key[:8]}"


class TenantBudget(models.Model):
    """How much of DIRECTORY_BUDGET all processes have used: when all is free again, when any."""

    free_at = models.FloatField(default=0, help_text="seconds since 1970")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"free at {self.free_at}"
