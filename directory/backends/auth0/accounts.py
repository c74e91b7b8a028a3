"""People of a tenant: found, changed, and given roles and permissions."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from rest_framework.exceptions import NotFound, ValidationError

from audit.trail import Target
from directory.backends.auth0 import answers, policies, reading
from directory.backends.auth0.budget import Priority
from directory.backends.auth0.changes import AtTheTenant, one_change_at_a_time, told
from directory.backends.auth0.exceptions import TenantUnavailable
from directory.backends.auth0.membership import in_order, name_of, role_names, tenant_roles
from directory.backends.auth0.paging import MOST_ROWS, Row
from directory.backends.auth0.permissions import as_sent, names_of, pair_of, powers_of
from directory.backends.auth0.search import page_number, query_of
from directory.backends.base import (
    Account,
    AccountChange,
    AccountInFull,
    Grants,
    GrantsChange,
    HeldPermission,
    Logins,
    NamedRole,
    Unchanged,
)
from directory.lookups import refuse_illegible, refuse_unknown
from directory.permission_sync import in_menu_order
from directory.policies import CHANGE_ACCOUNT, DEACTIVATE, GRANT, REACTIVATE, WITHDRAW, Deed, Need
from directory.resource import EDIT_ROLES
from permissions_api.on_behalf_of import Requester
from permissions_api.resource import all_permissions
from resources.pages import Page

LISTED = 50  # people on a page of this site's own list, so that their count asks the tenant nothing more


class TenantAccounts:
    """The half of the tenant's directory that is about people."""

    def accounts(
        self, search: str = "", role: str = "", cursor: str = "", page_size: int = 25
    ) -> Page[Account]:
        number = page_number(cursor, page_size)
        found, total = self._found(search, role, number, page_size)
        return Page(
            [Account(**_profile(user), grants=grants) for user, grants in _with_grants(found)],
            next=str(number + 1) if (number + 1) * page_size < min(total, MOST_ROWS) else None,
            previous=(str(number - 1) if number > 1 else "") if number else None,
        )

    def count_accounts(self, search: str = "", role: str = "") -> Mapping[str, Any]:
        _, total = self._found(search, role, 0, LISTED)
        return {"count": total, "exact": not role or total < reading.MOST_MEMBERS}

    def account(self, id: str) -> AccountInFull:
        return _account(id)

    def logins(self, id: str) -> Logins:
        """When is told by the tenant; whether with a second factor it tells nobody who asks so."""
        user = reading.person(id)["user"]
        if user is None:
            raise NotFound("There is nobody with this id.")
        return Logins(_moment(user.get("last_login")), None)

    def create_account(self, username: str, name: str, email: str = "") -> AccountInFull:
        raise AtTheTenant(
            "People are made at the tenant: there they get a way to log in. Then they are here."
        )

    def change_account(
        self, id: str, change: AccountChange, actor: Requester | None, unchanged: Unchanged[AccountInFull]
    ) -> AccountInFull:
        by = policies.Actor(actor)
        with one_change_at_a_time():
            person, present = known_person(id), _account(id, fresh=True)
            powers = powers_of(person["permissions"])
            for deed in _deeds(present, change):
                doing = f"{present.name} holds more than you do"
                by.refuse_unheld(deed, doing, {Need.PERSON: powers}, to=id)
            # Only then, as a 412 shows who this is.
            unchanged(present)
            if change.active is False and present.active:
                _keep_a_role_editor_beside(by, id, person)
            if wanted := _wanted(present, change):
                _patch(present, wanted, "user.changed")
            return _account(id)

    def suspend(self, id: str, actor: Requester | None) -> None:
        by = policies.Actor(actor)
        with one_change_at_a_time():
            person, present = known_person(id), _account(id)
            if not policies.is_active(person):
                return
            if actor is not None:
                powers = powers_of(person["permissions"])
                policies.refuse_what_nobody_could_undo(by, id, present.name, powers)
            _keep_a_role_editor_beside(by, id, person)
            _patch(present, {"active": False}, "user.suspended")

    def sole_permissions(self, id: str) -> tuple[str, ...]:
        """By roles alone: who else holds something directly the Management API tells one by one only."""
        held = names_of(reading.person(id)["permissions"])
        others = {name for role in tenant_roles() if set(role.members) - {id} for name in role.names}
        return in_menu_order(held - others)

    def set_grants(
        self, id: str, change: GrantsChange, actor: Requester | None, unchanged: Unchanged[Grants]
    ) -> Grants:
        by = policies.Actor(actor)
        with one_change_at_a_time():
            person = known_person(id)
            present, name = _grants(id, person, fresh=True), name_of(person["user"])
            unchanged(present)
            _refuse_unknown(change)
            had, wanted = {role.id for role in present.roles}, set(change.role_ids)
            new_roles = {id: reading.permissions_of_role(id, fresh=True) for id in sorted(wanted - had)}
            given = set(change.permissions) - set(present.permissions)
            taken = set(present.permissions) - set(change.permissions)
            added = given.union(*map(powers_of, new_roles.values()))
            by.refuse_unheld(GRANT, f"You would give {name} what you lack", {Need.GIVEN: added}, to=id)
            if had - wanted or taken:
                doing = f"{name} holds more than you do"
                by.refuse_unheld(WITHDRAW, doing, {Need.PERSON: powers_of(person["permissions"])}, to=id)
            _keep_a_role_editor_with(by, id, person, change, new_roles)
            before, asked = _as_told(present), _asked_as_told(change)
            if not (had ^ wanted or taken or given):
                return present
            target, after = Target("user", id, name), partial(_now, id, person["user"])
            with told("user.grants_changed", target, before, asked, after) as steps:
                try:
                    # What is taken first: were the rest to fail, less is held and not more.
                    if had - wanted:
                        steps.call("DELETE", "users", id, "roles", body={"roles": sorted(had - wanted)})
                    if taken:
                        body = {"permissions": _direct_as_sent(person, taken)}
                        steps.call("DELETE", "users", id, "permissions", body=body)
                    if wanted - had:
                        steps.call("POST", "users", id, "roles", body={"roles": sorted(wanted - had)})
                    if given:
                        body = {"permissions": as_sent(given)}
                        steps.call("POST", "users", id, "permissions", body=body)
                finally:
                    _forget(id, had ^ wanted)
            return _now_kept(id)

    def _found(self, search: str, role: str, number: int, size: int) -> tuple[list[Row], int]:
        """Return one page of people, and how many were found."""
        if role:
            return self._with_role(role, search, number, size)
        page = reading.people(query_of(search.split()), number, size)
        return page["rows"], page["total"]

    def _with_role(self, role: str, search: str, number: int, size: int) -> tuple[list[Row], int]:
        """Return one page of a role's members, and how many were found."""
        refuse_unknown("role", "There is no role with the id", [role], role_names())
        words = [word.casefold() for word in search.split()]
        members = [
            row
            for row in reading.members_of_role(role)["rows"]
            if all(word in " ".join(map(str, row.values())).casefold() for word in words)
        ]
        members.sort(key=lambda row: (name_of(row).casefold(), str(row.get("user_id"))))
        page = members[number * size : (number + 1) * size]
        if not page:
            return [], len(members)
        # A role's members are told without whether they are blocked.
        query = f"user_id:({' OR '.join(_quoted(row) for row in page)})"
        users = {str(user.get("user_id")): user for user in reading.people(query, 0, size)["rows"]}
        return [users.get(str(row.get("user_id")), row) for row in page], len(members)


def known_person(id: str) -> Row:
    """Return somebody as they are now. Raises NotFound."""
    person = reading.person(id, fresh=True)
    if person["user"] is None:
        raise NotFound("There is nobody with this id.")
    return person


def _account(id: str, *, fresh: bool = False) -> AccountInFull:
    """``fresh`` is about the roles; who was just asked about anew is known so."""
    person = reading.person(id)
    if person["user"] is None:
        raise NotFound("There is nobody with this id.")
    held = held_by(person)
    return AccountInFull(
        **_profile(person["user"]),
        grants=_grants(id, person, fresh=fresh),
        held=tuple(HeldPermission(name, *held[name]) for name in sorted(held)),
    )


def held_by(person: Row) -> dict[str, tuple[tuple[str, ...], bool]]:
    """Return what somebody may do here: the names of the roles that give it, and whether directly too."""
    if not policies.is_active(person):
        return {}
    found = {}
    for name, sources in policies.sources(person).items():
        roles = {str(source.get("source_name")) for source in sources if source.get("source_type") == "ROLE"}
        found[name] = (tuple(sorted(roles)), _is_direct(sources))
    return found


def _is_direct(sources: Iterable[Mapping[str, object]]) -> bool:
    return any(source.get("source_type") == "DIRECT" for source in sources)


def _moment(text: object) -> datetime | None:
    """Return the moment that the tenant wrote; None for what is none."""
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _profile(user: Row) -> dict[str, Any]:
    return {
        "id": str(user.get("user_id")),
        "username": str(user.get("username") or user.get("email") or user.get("nickname") or ""),
        "name": name_of(user),
        "email": str(user.get("email") or ""),
        "active": user.get("blocked") in (None, False),
    }


def _direct(person: Row) -> set[str]:
    return {name for name, sources in policies.sources(person).items() if _is_direct(sources)}


def _direct_as_sent(person: Row, names: set[str]) -> list[dict[str, str]]:
    """Return what somebody holds under these names, wherever they must be held."""
    there = {pair_of(row) for row in person["permissions"]}
    return [each for each in as_sent(names) if pair_of(each) in there]


def _grants(id: str, person: Row, *, fresh: bool = False) -> Grants:
    roles = in_order(reading.roles_of_person(id, fresh=fresh))
    return Grants(
        tuple(NamedRole(role, name) for role, name in roles.items()), in_menu_order(_direct(person))
    )


def _with_grants(users: Iterable[Row]) -> Iterable[tuple[Row, Grants | None]]:
    """Yield each with what they were given; None for that of whom it was not asked and is not kept.

    It takes two calls for each, so that there is a rest of the budget for others.
    """
    spent = False
    for user in users:
        id = str(user.get("user_id"))
        grants = None
        try:
            if not spent:
                grants = _grants(id, reading.person(id, priority=Priority.SPARE))
        except TenantUnavailable:
            spent = True
        except NotFound:
            continue  # They are gone since the list was read.
        yield user, grants or _kept_grants(id)


def _kept_grants(id: str) -> Grants | None:
    person, roles = reading.person_kept(id), answers.kept(reading.PERSON_ROLES, id)
    return None if person is None or roles is None else _grants(id, person)


def _deeds(present: AccountInFull, change: AccountChange) -> list[Deed]:
    """Return what a change does. One that changes nothing counts too: its answer shows who this is."""
    turned = change.active not in (None, present.active)
    other = change.name not in (None, present.name) or change.email not in (None, present.email)
    deeds = [REACTIVATE if change.active else DEACTIVATE] if turned else []
    return [*deeds, CHANGE_ACCOUNT] if other or not turned else deeds


def _wanted(present: AccountInFull, change: AccountChange) -> dict[str, Any]:
    """Return what becomes otherwise, by our names."""
    asked = {"name": change.name, "email": change.email, "active": change.active}
    wanted = {key: value for key, value in asked.items() if value not in (None, getattr(present, key))}
    if "name" in wanted:
        refuse_illegible("name", str(wanted["name"]))
    if wanted.get("email") == "":
        sentence = "At a tenant nobody can be without an e-mail address again."
        raise ValidationError({"email": [sentence]}, "required")
    return wanted


def _patch(present: AccountInFull, wanted: dict[str, Any], action: str) -> None:
    body = {("blocked" if key == "active" else key): value for key, value in wanted.items()}
    if "blocked" in body:
        body["blocked"] = not body["blocked"]
        if action == "user.changed" and len(wanted) == 1:
            action = "user.activated" if wanted["active"] else "user.deactivated"
    before = {key: getattr(present, key) for key in wanted}

    def now() -> dict[str, Any]:
        known_person(present.id)
        after = _account(present.id)
        return {key: getattr(after, key) for key in wanted}

    with told(action, Target("user", present.id, present.name), before, wanted, now) as steps:
        try:
            steps.call("PATCH", "users", present.id, body=body)
        finally:
            _forget(present.id, ())
            answers.forget(reading.PEOPLE)


def _keep_a_role_editor_beside(by: policies.Actor, id: str, person: Row) -> None:
    if policies.is_active(person) and EDIT_ROLES in names_of(person["permissions"]):
        policies.keep_a_role_editor(by, lambda other, _person: other != id)


def _keep_a_role_editor_with(
    by: policies.Actor,
    id: str,
    person: Row,
    change: GrantsChange,
    new_roles: dict[str, list[Row]],
) -> None:
    """Raise LastRoleEditor where these grants would take it from the last one who is found."""
    if not policies.is_active(person) or EDIT_ROLES not in names_of(person["permissions"]):
        return
    kept = EDIT_ROLES in change.permissions or any(
        source.get("source_type") == "ROLE" and source.get("source_id") in change.role_ids
        for source in policies.sources(person).get(EDIT_ROLES, ())
    )
    if not kept and not any(EDIT_ROLES in names_of(rows) for rows in new_roles.values()):
        policies.keep_a_role_editor(by, lambda other, _person: other != id)


def _refuse_unknown(change: GrantsChange) -> None:
    refuse_unknown("roles", "There is no role with the id", change.role_ids, role_names())
    refuse_unknown("permissions", "There is no permission", change.permissions, all_permissions())


def _forget(id: str, roles: Iterable[str]) -> None:
    answers.forget(reading.PERSON, id)
    answers.forget(reading.PERSON_ROLES, id)
    for role in roles:
        answers.forget(reading.ROLE_MEMBERS, role)


def _now(id: str, user: Row) -> dict[str, Any]:
    return _as_told(_grants(id, reading.person_after(id, user), fresh=True))


def _now_kept(id: str) -> Grants:
    """As it was read again for the trail."""
    return _grants(id, reading.person(id))


def _as_told(grants: Grants) -> dict[str, Any]:
    roles = [{"id": role.id, "name": role.name} for role in grants.roles]
    return {"roles": roles, "permissions": list(grants.permissions)}


def _asked_as_told(change: GrantsChange) -> dict[str, Any]:
    names = role_names()
    roles = [{"id": id, "name": name} for id, name in names.items() if id in change.role_ids]
    return {"roles": roles, "permissions": list(in_menu_order(change.permissions))}


def _quoted(row: Row) -> str:
    return '"' + str(row.get("user_id")).replace("\\", "\\\\").replace('"', '\\"') + '"'
