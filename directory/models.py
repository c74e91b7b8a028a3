"""What Django's own tables of people and roles lack.

One content type for our permissions, and which roles receive those that are declared later.
"""

from django.contrib.auth.models import Group
from django.db import models


class Grantable(models.Model):  # noqa: DJ008  never instantiated
    """The content type on which every declared permission hangs; it has no table.

    Django's Permission rows need a content type. A made-up one would be taken for stale by
    ``remove_stale_contenttypes``, and with it every grant; a model's own is safe.
    """

    class Meta:
        managed = False
        default_permissions = ()
        verbose_name = "API permission"


class ReceivingRole(models.Model):
    """A role that receives every permission which a resource declares from now on."""

    role = models.OneToOneField(Group, on_delete=models.CASCADE, primary_key=True)

    class Meta:
        # So that in the admin superusers alone may set it: nobody can be given what has no permission.
        default_permissions = ()
        verbose_name = "role that receives every new permission"
        verbose_name_plural = "roles that receive every new permission"

    def __str__(self) -> str:
        return self.role.name
