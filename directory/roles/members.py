"""Give a role to people and take it from others, one by one: what is refused of one stops no other."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from rest_framework.exceptions import APIException

from directory.backends.base import ChangeableDirectory, Grants, GrantsChange, MembersChange, StoredRole
from permissions_api.conditional import PreconditionFailed
from permissions_api.on_behalf_of import Requester

MOST = 100  # people in one request
CHANGED, UNCHANGED, REFUSED = "changed", "unchanged", "refused"


@dataclass(frozen=True, slots=True)
class Result:
    """What came of it for one person; ``error`` says why it was refused."""

    id: str
    outcome: str
    error: APIException | None = None


def change_members(
    directory: ChangeableDirectory, role: StoredRole, change: MembersChange, actor: Requester
) -> Iterator[Result]:
    """Make each change as one of that person's grants: its rules, its transaction and its audit entry."""
    wanted = {**dict.fromkeys(change.add, True), **dict.fromkeys(change.remove, False)}
    # Who takes it from themselves may lose what the others need, so they come last.
    for id in sorted(wanted, key=lambda id: id == actor.subject):
        try:
            changed = _change(directory, role, id, actor, wanted=wanted[id])
        except APIException as error:
            yield Result(id, REFUSED, error)
        else:
            yield Result(id, CHANGED if changed else UNCHANGED)


def _change(
    directory: ChangeableDirectory, role: StoredRole, id: str, actor: Requester, *, wanted: bool
) -> bool:
    present = directory.account(id).grants
    others = [each.id for each in present.roles if each.id != role.id]
    if (len(others) < len(present.roles)) == wanted:
        return False
    change = GrantsChange([*others, role.id] if wanted else others, present.permissions)
    directory.set_grants(id, change, actor, _unless(present))
    return True


def _unless(present: Grants) -> Callable[[Grants], None]:
    return partial(_refuse_other, present)


def _refuse_other(read: Grants, stored: Grants) -> None:
    """Refuse what would overwrite a change that came since the look."""
    if stored != read:
        raise PreconditionFailed({})
