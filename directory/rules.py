"""What no change of people and roles may break: somebody can edit roles, and nobody gives what they lack."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.contrib.auth.models import Group, Permission, User
from django.db import transaction

from audit.trail import wait_turn
from directory.errors import LastRoleEditor, UnheldPermission
from directory.held import role_editors
from directory.interface import Actor
from resources.declaration import all_permissions


@contextmanager
def one_change_at_a_time() -> Iterator[None]:
    """Make what happens inside one transaction, with no other change of people and roles beside it.

    Raises LastRoleEditor, and so rolls back, when it would leave nobody active who may edit roles.
    A site that has nobody yet may go on having nobody.
    """
    with transaction.atomic():
        # The audit trail's lock, which every writing of people and roles takes, the admin's too. On
        # SQLite the transaction itself began with the lock for writing (transaction_mode).
        wait_turn()
        had = role_editors().exists()
        yield
        if had and not role_editors().exists():
            raise LastRoleEditor()


def refuse_unheld(actor: Actor | None, doing: str, permissions: Iterable[str]) -> None:
    """Raise UnheldPermission unless the actor holds all of these now; None, the operator, may do anything.

    Call it inside ``one_change_at_a_time``, so that "now" is the moment of the change, and before
    anything is written.
    """
    asked = set(permissions)
    if actor is None or settings.ALLOW_GRANTING_UNHELD or not asked:
        return
    if lacking := asked.difference(actor.held()):
        raise UnheldPermission(doing, lacking)


def given_by(*roles: Group) -> set[str]:
    """Return what these roles give: declared permissions, and Django's own as ``auth.change_user``.

    Nobody holds the latter by the directory, so only the admin gives a role that carries some.
    """
    return {name for name in map(_name, _with_kind(group__in=roles)) if name}


def powers_of(user: User) -> set[str]:
    """Return what this user could do when active, Django's own powers included."""
    names = {name for name in map(_name, _with_kind(user=user)) if name}
    return names | given_by(*user.groups.all()) | ({"superuser"} if user.is_superuser else set())


def _with_kind(**of: object) -> Iterable[Permission]:
    return Permission.objects.filter(**of).select_related("content_type").distinct()


def _name(permission: Permission) -> str | None:
    """Return how a refusal names it; None for what no resource declares any more, which gives nothing."""
    if (permission.content_type.app_label, permission.content_type.model) != ("directory", "grantable"):
        return f"{permission.content_type.app_label}.{permission.codename}"
    return permission.codename if permission.codename in all_permissions() else None
