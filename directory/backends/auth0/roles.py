"""Roles of a tenant: found, made, changed and deleted."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from rest_framework.exceptions import NotFound, ValidationError

from audit.trail import Target
from directory.backends.auth0 import answers, policies, reading
from directory.backends.auth0.budget import Priority
from directory.backends.auth0.changes import one_change_at_a_time, told
from directory.backends.auth0.exceptions import TenantUnavailable
from directory.backends.auth0.membership import (
    TenantRole,
    held_through,
    in_order,
    name_of,
    powers_through,
    role_names,
    tenant_role,
    tenant_roles,
)
from directory.backends.auth0.permissions import as_sent, names_of, pair_of
from directory.backends.auth0.search import page_number
from directory.backends.base import Affected, MembersChange, RoleChange, RolePreview, StoredRole, Unchanged
from directory.confusables import readings
from directory.exceptions import NameTaken
from directory.lookups import refuse_illegible, refuse_unknown
from directory.permission_sync import in_menu_order
from directory.policies import ADD_TO_ROLE, DELETE_ROLE, MAKE_ROLE, RENAME_ROLE, TAKE_FROM_ROLE, Deed, Need
from directory.previews import NAMED
from directory.resource import EDIT_ROLES
from permissions_api.on_behalf_of import Requester
from permissions_api.resource import all_permissions
from resources.pages import Page


class TenantRoles:
    """The half of the tenant's directory that is about roles."""

    def role_page(self, cursor: str = "", page_size: int = 25) -> Page[StoredRole]:
        number = page_number(cursor, page_size)
        names = list(role_names().items())
        start, end = number * page_size, (number + 1) * page_size
        return Page(
            [_stored(tenant_role(id, name)) for id, name in names[start:end]],
            next=str(number + 1) if len(names) > end else None,
            previous=(str(number - 1) if number > 1 else "") if number else None,
        )

    def role(self, id: str) -> StoredRole:
        return _stored(_role_at(id))

    def preview_role(self, id: str, permissions: Sequence[str]) -> RolePreview:
        """By roles alone: what members hold directly is not looked up, so some may lose less than said."""
        refuse_unknown("permissions", "There is no permission", permissions, all_permissions())
        role = _role_at(id)
        others = [other for other in tenant_roles() if other.id != id]
        given, taken = set(permissions) - role.names, set(role.names - set(permissions))
        otherwise = {person: held_through(others, person) for person in role.members}
        losses = _together(role.members, {person: taken - held for person, held in otherwise.items()})
        gains = _together(role.members, {person: given - held for person, held in otherwise.items()})
        lost = {name for affected in losses for name in affected.permissions}
        kept = {name for other in others if other.count for name in other.names}
        return RolePreview(gains, losses, in_menu_order(lost - kept))

    def preview_members(self, id: str, change: MembersChange) -> RolePreview:
        """By roles alone, likewise."""
        role = _role_at(id)
        others = [other for other in tenant_roles() if other.id != id]
        getting = {person: _called(person) for person in change.add if person not in role.members}
        losing = {person: role.members[person] for person in change.remove if person in role.members}
        gains, losses = (
            _together(people, {person: set(role.names - held_through(others, person)) for person in people})
            for people in (getting, losing)
        )
        lost = {name for affected in losses for name in affected.permissions}
        kept = {name for other in others if other.count for name in other.names}
        stay = getting or role.count > len(losing)
        return RolePreview(gains, losses, () if stay else in_menu_order(lost - kept))

    def create_role(self, name: str, permissions: Sequence[str], actor: Requester | None) -> StoredRole:
        with one_change_at_a_time():
            _refuse_unknown(permissions)
            _refuse_name(name)
            lacking = "You would make a role of what you lack"
            policies.Actor(actor).refuse_unheld(MAKE_ROLE, lacking, {Need.GIVEN: permissions})
            asked = {"name": name, "permissions": list(in_menu_order(permissions))}
            made: dict[str, str] = {}

            def now() -> dict[str, Any]:
                return _as_told(_role_at(made["id"], fresh=True))

            with told("role.created", Target("role", "", name), None, asked, now) as steps:
                try:
                    body = {"name": name, "description": ""}
                    made["id"] = _id_of(steps.call("POST", "roles", body=body))
                    if permissions:
                        steps.call(
                            "POST",
                            "roles",
                            made["id"],
                            "permissions",
                            body={"permissions": as_sent(permissions)},
                        )
                finally:
                    answers.forget(reading.ROLES)
            return self.role(made["id"])

    def change_role(
        self, id: str, change: RoleChange, actor: Requester | None, unchanged: Unchanged[StoredRole]
    ) -> StoredRole:
        by = policies.Actor(actor)
        with one_change_at_a_time():
            role = _role_at(id, fresh=True)
            present = _stored(role)
            unchanged(present)
            names = set(present.permissions if change.permissions is None else change.permissions)
            _refuse_unknown(sorted(names))
            renamed = change.name not in (None, role.name)
            if renamed:
                _refuse_name(str(change.name), id)
            added, taken = names - role.names, set(role.names - names)
            by.refuse_unheld(ADD_TO_ROLE, f"You would add to {role.name} what you lack", {Need.GIVEN: added})
            if taken:
                _refuse_unheld(by, TAKE_FROM_ROLE, role, taken)
            if renamed:
                _refuse_unheld(by, RENAME_ROLE, role, None)
            if EDIT_ROLES in taken:
                policies.keep_a_role_editor(by, policies.holds_without(id))
            if not (added or taken or renamed):
                return present
            asked = {"name": change.name or role.name, "permissions": list(in_menu_order(names))}
            with told("role.changed", _target(role), _as_told(role), asked, lambda: _now(id)) as steps:
                try:
                    if taken:
                        body = {"permissions": _as_sent_there(id, taken)}
                        steps.call("DELETE", "roles", id, "permissions", body=body)
                    if added:
                        steps.call("POST", "roles", id, "permissions", body={"permissions": as_sent(added)})
                    if renamed:
                        steps.call("PATCH", "roles", id, body={"name": change.name})
                finally:
                    _forget(role)
            return self.role(id)

    def delete_role(self, id: str, actor: Requester | None, unchanged: Unchanged[StoredRole]) -> None:
        by = policies.Actor(actor)
        with one_change_at_a_time():
            role = _role_at(id, fresh=True)
            unchanged(_stored(role))
            _refuse_unheld(by, DELETE_ROLE, role, set(role.powers))
            if EDIT_ROLES in role.names:
                policies.keep_a_role_editor(by, policies.holds_without(id))
            with told("role.deleted", _target(role), _as_told(role), {}, dict) as steps:
                try:
                    steps.call("DELETE", "roles", id)
                finally:
                    _forget(role)


def _role_at(id: str, *, fresh: bool = False) -> TenantRole:
    names = in_order(reading.roles(fresh=fresh))
    if id not in names:
        raise NotFound("There is no role with this id.")
    return tenant_role(id, names[id], fresh=fresh)


def _stored(role: TenantRole) -> StoredRole:
    # No role of a tenant is given what is declared later.
    return StoredRole(role.id, role.name, in_menu_order(role.names), role.count, False)


def _refuse_unheld(by: policies.Actor, deed: Deed, role: TenantRole, taken: set[str] | None) -> None:
    """Refuse what an actor lacks of the role and of its members who would lose something, all with None."""
    if by.requester is None:
        return
    roles = tenant_roles()
    others = [other for other in roles if other.id != role.id]
    concerned = [
        person
        for person in role.members
        if person != by.id and (taken is None or taken - _powers_otherwise(others, person))
    ]
    powers = {power for person in concerned for power in powers_through(roles, person)}
    needed = {Need.ROLE: role.powers, Need.LOSERS: powers, Need.MEMBERS: powers}
    by.refuse_unheld(deed, f"{role.name}, or somebody who has it, holds more than you do", needed)


def _powers_otherwise(others: Iterable[TenantRole], person: str) -> set[str]:
    return {power for role in others if person in role.members for power in role.powers}


def _called(person: str) -> str:
    """Return what somebody is called where that is known or there is a call to spare, else their id."""
    try:
        user = reading.person(person, priority=Priority.SPARE)["user"]
    except (NotFound, TenantUnavailable):
        user = None
    return name_of(user) if user else person


def _together(called: Mapping[str, str], changes: Mapping[str, set[str]]) -> list[Affected]:
    """Put those together whom a change does the same."""
    groups = defaultdict[tuple[str, ...], list[str]](list)
    for person, names in changes.items():
        if ordered := in_menu_order(names):
            groups[ordered].append(called[person])
    return [Affected(names, tuple(people[:NAMED]), len(people)) for names, people in groups.items()]


def _refuse_unknown(permissions: Collection[str]) -> None:
    refuse_unknown("permissions", "There is no permission", permissions, all_permissions())


def _refuse_name(name: str, id: str = "") -> None:
    """Refuse a name that is taken or looks like another role's, or that reads as a permission."""
    if name in all_permissions():
        why = "This is the name of a permission, and would be taken for one."
        raise ValidationError({"name": [why]}, "permission_name")
    refuse_illegible("name", name)
    looks = readings(name)
    twin = next((own for other, own in role_names().items() if other != id and looks & readings(own)), None)
    if twin is not None:
        raise NameTaken("name", f"There is a role with the name {twin!r} already, or it looks like it.")


def _id_of(answer: Any) -> str:
    return str(answer.get("id")) if isinstance(answer, dict) else ""


def _as_sent_there(id: str, names: set[str]) -> list[dict[str, str]]:
    there = {pair_of(row) for row in reading.permissions_of_role(id)}
    return [each for each in as_sent(names) if pair_of(each) in there]


def _target(role: TenantRole) -> Target:
    return Target("role", role.id, role.name)


def _as_told(role: TenantRole) -> dict[str, Any]:
    return {"name": role.name, "permissions": list(in_menu_order(role.names))}


def _now(id: str) -> dict[str, Any]:
    names = in_order(reading.roles(fresh=True))
    given = names_of(reading.permissions_of_role(id, fresh=True))
    return {"name": names.get(id, ""), "permissions": list(in_menu_order(given))}


def _forget(role: TenantRole) -> None:
    """Let nobody use what was said of a role, and of those who have it, before now."""
    answers.forget(reading.ROLES)
    answers.forget(reading.ROLE_PERMISSIONS, role.id)
    answers.forget(reading.ROLE_MEMBERS, role.id)
    people = list(role.members) if role.is_complete else []
    # Without names: everybody's.
    answers.forget(reading.PERSON, *people)
    answers.forget(reading.PERSON_ROLES, *people)
