"""What no change of people and roles may break: ``change_policy``, and that somebody can edit roles."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from audit.trail import wait_turn
from directory.change_policy import Deed, Need, lacking
from directory.errors import LastRoleEditor, NobodyToUndo, UnheldPermission
from directory.held import holders_of
from directory.interface import Actor
from directory.logins import with_a_login
from directory.powers import NEW_PERMISSIONS, receive_new_permissions, with_powers_like
from directory.resource import EDIT_ROLES, EDIT_USERS
from directory.users import name_of, primary_key_of, subject_of


@contextmanager
def one_change_at_a_time() -> Iterator[None]:
    """Make what happens inside one transaction, with no other change of people and roles beside it.

    Raises LastRoleEditor, and so rolls back, when it would leave nobody active who may edit roles
    and can log in. A site that has nobody yet may go on having nobody.
    """
    with transaction.atomic():
        # The audit trail's lock, which every writing of people and roles takes, the admin's too. On
        # SQLite the transaction itself began with the lock for writing (transaction_mode).
        wait_turn()
        had = _somebody_can_edit_roles()
        yield
        if had and not _somebody_can_edit_roles():
            raise LastRoleEditor()


def refuse_unheld(
    actor: Actor | None,
    deed: Deed,
    doing: str,
    needed: Mapping[Need, Collection[str]],
    *,
    to: User | None = None,
) -> None:
    """Raise UnheldPermission unless the actor holds now what the deed needs; the operator, None, may do all.

    Call it inside ``one_change_at_a_time``, so that "now" is the moment of the change, and before
    anything is written. ``to`` is the one person it is done to, who may be the actor.
    """
    if actor is None or not any(needed.values()):
        return
    missing = lacking(
        deed,
        needed,
        {*actor.held(), *_held_beside(actor, needed)},
        to_oneself=to is not None and actor.subject == subject_of(to),
        giving_is_free=settings.ALLOW_GRANTING_UNHELD,
    )
    if missing:
        raise UnheldPermission(doing, missing)


def _held_beside(actor: Actor, needed: Mapping[Need, Collection[str]]) -> set[str]:
    """Return what no token and no consent can name: that the actor receives what is declared later."""
    if not any(NEW_PERMISSIONS in names for names in needed.values()):
        return set()
    themselves = User.objects.filter(pk=primary_key_of(actor.subject) or 0)
    return {NEW_PERMISSIONS} if receive_new_permissions(themselves).exists() else set()


def refuse_what_nobody_could_undo(user: User) -> None:
    """Raise NobodyToUndo unless somebody else could let this user log in again."""
    others = holders_of(EDIT_USERS).exclude(pk=user.pk)
    if not with_powers_like(with_a_login(others), user).exists():
        raise NobodyToUndo(name_of(user))


def _somebody_can_edit_roles() -> bool:
    return with_a_login(holders_of(EDIT_ROLES)).exists()
