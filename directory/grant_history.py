"""Who gave somebody what they hold, and when, as far as the audit trail tells."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.auth.models import User

from audit.audited_links import Item
from audit.models import Entry
from directory.backends.base import Grants, NamedRole
from directory.subjects import name_of, primary_key_of, subject_of

# What may give a person something, and a role; a tenant's people and roles have the last of each.
TO_PEOPLE = (
    *("role.granted", "role.withdrawn", "permission.granted", "permission.withdrawn"),
    "user.grants_changed",
)
TO_ROLES = ("role.permissions_changed", "role.created", "role.changed")
MOST_READ = 500  # entries of one person or role, the newest; what was given before is given by nobody known
COLUMNS = ("id", "at", "actor_subject", "actor_name", "target_id", "before_json", "after_json")


@dataclass(frozen=True, slots=True)
class Grant:
    """A role or a permission that is held; ``entry`` is the one by which it was given, None where untold."""

    id: str
    name: str
    entry: Entry | None

    @property
    def at(self) -> datetime | None:
        return self.entry.at if self.entry else None

    @property
    def by(self) -> Mapping[str, str] | None:
        """Return who gave it. A command is named, and not which user of the system ran it."""
        if self.entry is None:
            return None
        subject = self.entry.actor_subject
        return {"subject": subject, "name": "" if subject.startswith("command:") else self.entry.actor_name}


@dataclass(frozen=True, slots=True)
class RoleGrant(Grant):
    """``added_later``: what the role was given when the person had it already."""

    added_later: Sequence[Grant]


class _Change(NamedTuple):
    """An entry with its two states, each read once."""

    entry: Entry
    before: Any
    after: Any

    def gave(self, facet: str, id: str, name: str) -> bool:
        had, has = (_holds(_items(state, facet), id, name) for state in (self.before, self.after))
        return has and not had and (self.after or {}).get("outcome", "done") == "done"


@dataclass(frozen=True, slots=True)
class GrantHistory:
    roles: Sequence[RoleGrant]
    permissions: Sequence[Grant]


def grant_history(subject: str, grants: Grants) -> GrantHistory:
    """Return it for what somebody was given; four queries at most, however much that is."""
    entries = _changes("user", [subject], TO_PEOPLE)
    to_roles = _changes("role", [role.id for role in grants.roles], TO_ROLES)
    given = _found(entries, "roles", [(role.id, role.name) for role in grants.roles])
    return GrantHistory(
        [
            RoleGrant(
                role.id, role.name, given.get(role.id), _added_later(role, given.get(role.id), to_roles)
            )
            for role in grants.roles
        ],
        _grants(_found(entries, "permissions", _named(grants.permissions)), grants.permissions),
    )


def _added_later(role: NamedRole, given: Entry | None, to_roles: Sequence[_Change]) -> list[Grant]:
    if given is None:
        return []
    later = [each for each in to_roles if each.entry.target_id == role.id and each.entry.pk > given.pk]
    names = {item for each in later for item in _items(each.after, "permissions") if isinstance(item, str)}
    found = _found(later, "permissions", _named(sorted(names)))
    return _grants(found, list(found))


def _changes(kind: str, ids: Sequence[str], actions: Sequence[str]) -> list[_Change]:
    """Return those that may have given something, the newest first."""
    found = Entry.objects.filter(target_kind=kind, target_id__in=ids, action__in=actions)
    newest = found.only(*COLUMNS).order_by("-id")[: MOST_READ * len(ids)]
    changes = [_Change(entry, entry.before, entry.after) for entry in newest]
    # Where permissions are the token's, an entry knows its actor by their subject alone.
    called = _names({entry.actor_subject for entry, *_ in changes if not entry.actor_name})
    for entry, *_ in changes:
        entry.actor_name = entry.actor_name or called.get(entry.actor_subject, "")
    return changes


def _names(subjects: Collection[str]) -> dict[str, str]:
    keys = [pk for subject in subjects if (pk := primary_key_of(subject))]
    return {subject_of(user): name_of(user) for user in User.objects.filter(pk__in=keys)} if keys else {}


def _found(changes: Sequence[_Change], facet: str, sought: Sequence[tuple[str, str]]) -> dict[str, Entry]:
    """Return the newest entry that gave each of these, by its id."""
    found: dict[str, Entry] = {}
    for change in changes:
        for id, name in sought:
            if id not in found and change.gave(facet, id, name):
                found[id] = change.entry
    return found


def _holds(items: Sequence[Item], id: str, name: str) -> bool:
    # Entries of old name roles by their names alone.
    return any(item == name if isinstance(item, str) else item.get("id") == id for item in items)


def _items(state: Any, facet: str) -> Sequence[Item]:
    items = state.get(facet) if isinstance(state, dict) else None
    return items if isinstance(items, list) else []


def _named(names: Sequence[str]) -> list[tuple[str, str]]:
    return [(name, name) for name in names]


def _grants(found: Mapping[str, Entry], names: Sequence[str]) -> list[Grant]:
    return [Grant(name, name, found.get(name)) for name in names]
