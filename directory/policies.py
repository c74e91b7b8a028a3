"""Who may change whom: what each change of people and roles needs of the one who makes it.

It is asked in the transaction of each change, and the table in docs/who-may-change-whom.md is made from it.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from audit.trail import wait_turn
from directory.effective_permissions import holders_of
from directory.exceptions import LastRoleEditor, NobodyToUndo, UnheldPermission
from directory.logins import with_a_login
from directory.privileges import NEW_PERMISSIONS, receive_new_permissions, with_powers_like
from directory.resource import DELETE_ROLES, EDIT_ROLES, EDIT_USERS, SUSPEND_USERS, WRITE_ROLES
from directory.subjects import name_of, primary_key_of, subject_of
from permissions_api.on_behalf_of import Requester


class Need(StrEnum):
    """What must be held, at that moment and through that client."""

    GIVEN = "all that is given"
    ROLE = "all that the role holds"
    PERSON = "all that B was given"
    LOSERS = "all that each active member holds who would lose something"
    MEMBERS = "all that each active member holds"


@dataclass(frozen=True, slots=True)
class Deed:
    """A kind of change. ``own``: whether one may always do it to oneself, for it gives something up."""

    words: str
    permission: str
    needs: tuple[Need, ...]
    gives: bool = False
    own: bool = False


GRANT = Deed("give B a role or a permission", EDIT_ROLES, (Need.GIVEN,), gives=True)
ADD_TO_ROLE = Deed("add a permission to B's role", EDIT_ROLES, (Need.GIVEN,), gives=True)
MAKE_ROLE = Deed("make a role", WRITE_ROLES, (Need.GIVEN,), gives=True)
REACTIVATE = Deed("let B log in again", EDIT_USERS, (Need.PERSON,), gives=True)
WITHDRAW = Deed("withdraw a role or a permission from B", EDIT_ROLES, (Need.PERSON,), own=True)
TAKE_FROM_ROLE = Deed("take a permission from B's role", EDIT_ROLES, (Need.ROLE, Need.LOSERS))
RENAME_ROLE = Deed("rename B's role", EDIT_ROLES, (Need.ROLE, Need.MEMBERS))
DELETE_ROLE = Deed("delete B's role", DELETE_ROLES, (Need.ROLE, Need.LOSERS))
CHANGE_ACCOUNT = Deed("change B's name or e-mail address", EDIT_USERS, (Need.PERSON,))
DEACTIVATE = Deed("deactivate B", EDIT_USERS, (Need.PERSON,), own=True)
SUSPEND = Deed("suspend B", SUSPEND_USERS, ())
DEEDS = (
    *(GRANT, ADD_TO_ROLE, MAKE_ROLE, REACTIVATE),
    *(WITHDRAW, TAKE_FROM_ROLE, RENAME_ROLE, DELETE_ROLE, CHANGE_ACCOUNT, DEACTIVATE),
    SUSPEND,
)


def lacking(
    deed: Deed,
    needed: Mapping[Need, Collection[str]],
    held: Collection[str],
    *,
    to_oneself: bool = False,
    giving_is_free: bool = False,
) -> set[str]:
    """Return what somebody who holds ``held`` lacks for this; nothing where they may do it.

    ``needed`` says for each need of the deed which permissions it is this time; ``giving_is_free``
    is the setting ALLOW_GRANTING_UNHELD.
    """
    if (deed.own and to_oneself) or (deed.gives and giving_is_free):
        return set()
    return set().union(*(needed[need] for need in deed.needs)).difference(held)


def table() -> str:
    """Return the rule as a table in Markdown, each yes and no as ``lacking`` decides it.

    In it B was given two permissions, one of them by the role, and the first is what is given.
    """
    part, whole = {"first"}, {"first", "second"}
    needed = {need: part if need in (Need.GIVEN, Need.ROLE) else whole for need in Need}
    asked = {
        "A holds nothing else": ((), False),
        "A holds what is given, or all of the role, but less than B": (part, False),
        "A holds as much as B": (whole, False),
        "A is B": ((), True),
    }
    rows = [("May A …", "who has", "and also holds", *asked), ("---",) * 7]
    for deed in DEEDS:
        answers = [
            "no" if lacking(deed, needed, held, to_oneself=is_own) else "yes"
            for held, is_own in asked.values()
        ]
        needs = " and ".join(deed.needs) or "nothing; but somebody else must be able to undo it"
        rows.append((f"{deed.words}?", f"`{deed.permission}`", needs, *answers))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


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
    actor: Requester | None,
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


def _held_beside(actor: Requester, needed: Mapping[Need, Collection[str]]) -> set[str]:
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
