"""The rules of ``directory.policies`` at a tenant, as far as they can be kept there.

The one who acts, and the one it is done to, are asked about anew. What other people hold directly the
Management API tells only one by one: where it is not known, their roles count.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property

from django.conf import settings

from directory.backends.auth0 import reading
from directory.backends.auth0.membership import role_names
from directory.backends.auth0.paging import Row
from directory.backends.auth0.permissions import counting, names_of, pair_of, powers_of
from directory.exceptions import LastRoleEditor, NobodyToUndo, UnheldPermission
from directory.policies import Deed, Need, lacking
from directory.resource import EDIT_ROLES, EDIT_USERS
from permissions_api.on_behalf_of import Requester

MOST_LOOKED_AT = 3  # people, each of whom takes two calls

Holds = Callable[[str, Row], bool]


class Actor:
    """The one who makes a change, asked about once for all of it; the operator without a requester."""

    def __init__(self, requester: Requester | None) -> None:
        self.requester = requester
        self.id = requester.subject if requester else ""

    @cached_property
    def powers(self) -> set[str]:
        """What they may do now through this client, and what they hold at other APIs of the tenant."""
        if self.requester is None:
            return set()
        held = set(self.requester.held())
        known = reading.person_kept(self.id)
        rows = known["permissions"] if known else []
        return held | (powers_of(rows) - names_of(rows))

    def refuse_unheld(
        self, deed: Deed, doing: str, needed: Mapping[Need, Collection[str]], *, to: str = ""
    ) -> None:
        """Raise UnheldPermission unless they hold what the deed needs; the operator may do all."""
        if self.requester is None or not any(needed.values()):
            return
        missing = lacking(
            deed,
            needed,
            self.powers,
            to_oneself=to == self.id,
            giving_is_free=settings.ALLOW_GRANTING_UNHELD,
        )
        if missing:
            raise UnheldPermission(doing, missing)


def is_active(person: Row) -> bool:
    """Say whether somebody is known and not blocked; what cannot be read is taken for blocked."""
    user = person["user"]
    return user is not None and user.get("blocked") in (None, False)


def sources(person: Row) -> Mapping[str, Sequence[Mapping[str, object]]]:
    """Return where somebody has each permission of this site from."""
    known, found = counting(), defaultdict[str, list[Mapping[str, object]]](list)
    for row in person["permissions"]:
        if name := known.get(pair_of(row)):
            found[name] += [source for source in row.get("sources") or [] if isinstance(source, dict)]
    return found


def keep_a_role_editor(actor: Actor, still: Holds) -> None:
    """Raise LastRoleEditor unless somebody active is found who could edit roles after the change.

    ``still`` says so of a person by id. Who has it directly cannot be looked for, but for the actor.
    """
    if not any(still(id, person) for id, person in _active_with(EDIT_ROLES, actor)):
        raise LastRoleEditor()


def refuse_what_nobody_could_undo(actor: Actor, id: str, name: str, powers: set[str]) -> None:
    """Raise NobodyToUndo unless somebody else is found who could let this person in again."""
    for other, person in _active_with(EDIT_USERS, actor):
        if other != id and powers <= powers_of(person["permissions"]):
            return
    raise NobodyToUndo(name)


def holds_without(role_id: str) -> Holds:
    """Return what says whether somebody edits roles though this role gave nothing."""

    def still(_id: str, person: Row) -> bool:
        return any(
            source.get("source_type") != "ROLE" or source.get("source_id") != role_id
            for source in sources(person).get(EDIT_ROLES, ())
        )

    return still


def _active_with(permission: str, actor: Actor) -> Iterator[tuple[str, Row]]:
    """Yield who is active and holds this, each asked about anew: the actor, some by a role."""
    looked_at = set[str]()
    for id in _candidates(permission, actor):
        if id in looked_at or len(looked_at) >= MOST_LOOKED_AT:
            continue
        looked_at.add(id)
        person = reading.person_kept(id) if id == actor.id else reading.person(id, fresh=True)
        if person and is_active(person) and permission in names_of(person["permissions"]):
            yield id, person


def _candidates(permission: str, actor: Actor) -> Iterator[str]:
    if actor.powers:  # and so was asked about a moment ago
        yield actor.id
    for id in role_names():
        if permission in names_of(reading.permissions_of_role(id)):
            yield from (str(row.get("user_id")) for row in reading.members_of_role(id, fresh=True)["rows"])
