"""Who may change whom: what each change of people and roles needs of the one who makes it.

Here it is stated; ``rules`` asks it in the transaction of each change, and the table in
docs/changes.md is made from it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from directory.resource import DELETE_ROLES, EDIT_ROLES, EDIT_USERS, SUSPEND_USERS, WRITE_ROLES


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
        "A holds what is given, or the role, and less than B": (part, False),
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
