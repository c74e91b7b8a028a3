"""What Django's own tables of people and roles lack: one content type for our permissions."""

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
