"""Which roles are given what a resource declares anew: a marker, whatever a role is called.

It is set by ``setup``, by the operator (``role``) and by superusers in the admin alone.
"""

from django.contrib.auth.models import Group
from django.db.models import QuerySet

from directory.models import ReceivingRole


def receiving_roles() -> QuerySet[Group]:
    """Return the roles that receive every new permission, the oldest first."""
    return Group.objects.filter(receivingrole__isnull=False).order_by("pk")


def let_receive(role: Group, receives: bool = True) -> None:
    """Let a role receive every new permission from now on, or no longer. Fine if already so."""
    if receives:
        ReceivingRole.objects.get_or_create(role=role)
    else:
        # One by one, so that the audit trail is told.
        for marker in ReceivingRole.objects.filter(role=role):
            marker.delete()
