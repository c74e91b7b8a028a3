"""Give a role to people and take it from others, one by one: what is refused of one stops no other."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from rest_framework.exceptions import APIException

from directory.backends.base import ChangeableDirectory, Grants, GrantsChange, MembersChange, StoredRole
from directory.users.serializers import version_of
from permissions_api.conditional import PreconditionFailed
from permissions_api.on_behalf_of import Requester

MOST = 100  # people in one request
CHANGED, UNCHANGED, REFUSED = "changed", "unchanged", "refused"


@dataclass(frozen=True, slots=True)
class Result:
    """What came of it for one person: the version of their grants by now, or the error that refused it."""

    id: str
    outcome: str
    version: str | None = None
    error: APIException | None = None


def change_members(
    directory: ChangeableDirectory,
    role: StoredRole,
    change: MembersChange,
    versions: Mapping[str, str],
    actor: Requester,
) -> Iterator[Result]:
    """Make each change as one of that person's grants: its rules, its transaction and its audit entry.

    ``versions`` are those of the grants that were seen, by the person's id, of as many as the caller likes.
    """
    wanted = {**dict.fromkeys(change.add, True), **dict.fromkeys(change.remove, False)}
    # Who takes it from themselves may lose what the others need, so they come last.
    for id in sorted(wanted, key=lambda id: id == actor.subject):
        try:
            present = directory.account(id).grants
            if versions.get(id) not in (None, version_of(present)):
                raise PreconditionFailed({})
            changed = _changed(directory, role, id, present, actor, wanted=wanted[id])
        except APIException as error:
            yield Result(id, REFUSED, error=error)
        else:
            yield Result(id, CHANGED if changed else UNCHANGED, version_of(changed or present))


def _changed(
    directory: ChangeableDirectory,
    role: StoredRole,
    id: str,
    present: Grants,
    actor: Requester,
    *,
    wanted: bool,
) -> Grants | None:
    """Return what they are given by now; None where nothing is to change."""
    others = [each.id for each in present.roles if each.id != role.id]
    if (len(others) < len(present.roles)) == wanted:
        return None
    change = GrantsChange([*others, role.id] if wanted else others, present.permissions)
    return directory.set_grants(id, change, actor, _unless(present))


def _unless(present: Grants) -> Callable[[Grants], None]:
    return partial(_refuse_other, present)


def _refuse_other(read: Grants, stored: Grants) -> None:
    """Refuse what would overwrite a change that came since the look."""
    if stored != read:
        raise PreconditionFailed({})
