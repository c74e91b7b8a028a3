"""What the tenant knows, as its Management API says it: each question once, and its answer kept."""

import json
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from requests import codes
from rest_framework.exceptions import NotFound

from directory.backends.auth0 import answers, api, faults, paging
from directory.backends.auth0.budget import Priority
from directory.backends.auth0.exceptions import Fault, Refused
from directory.backends.auth0.paging import Row

PERSON, PERSON_ROLES, PEOPLE = "person", "person's roles", "people"
ROLES, ROLE_PERMISSIONS, ROLE_MEMBERS, MACHINE = "roles", "role's permissions", "role's members", "machine"

PROFILE = {"fields": "user_id,username,name,nickname,email,blocked", "include_fields": "true"}
OF_ONE = {**PROFILE, "fields": f"{PROFILE['fields']},last_login"}
MOST_MEMBERS = 300  # of a role that are read; how many there are is known of all

Read = Callable[..., Any]


def person(id: str, *, fresh: bool = False, priority: Priority = Priority.WAITING) -> Row:
    """Return ``{"user": …, "permissions": […]}``, their user None for who is unknown."""
    found: Row = _told(PERSON, id, partial(_person, id), fresh, priority)
    return found


def person_after(id: str, user: Row) -> Row:
    """Return somebody after what they hold was changed: who they are was read a moment before."""

    def ask(priority: Priority) -> Row:
        return {"user": user, "permissions": _rows(["users", id, "permissions"], "permissions", priority)}

    found: Row = _told(PERSON, id, ask, fresh=True)
    return found


def person_kept(id: str) -> Row | None:
    """Return what is known of somebody without asking."""
    found: Row | None = answers.kept(PERSON, id)
    return found


def roles_of_person(id: str, *, fresh: bool = False) -> list[Row]:
    found: list[Row] = _told(PERSON_ROLES, id, partial(_rows, ["users", id, "roles"], "roles"), fresh)
    return found


def people(query: str, page: int, size: int) -> Row:
    """Return one page of those whom a query of Auth0's finds, by name: ``{"rows": […], "total": …}``."""
    asked = {**PROFILE, "sort": "name:1", **({"q": query, "search_engine": "v3"} if query else {})}

    def ask(priority: Priority) -> Row:
        rows, total = paging.page_of(["users"], "users", page, size, priority, asked)
        return {"rows": rows, "total": total}

    found: Row = _told(PEOPLE, json.dumps([query, page, size]), ask)
    return found


def roles(*, fresh: bool = False) -> list[Row]:
    found: list[Row] = _told(ROLES, "", partial(_rows, ["roles"], "roles"), fresh)
    return found


def permissions_of_role(id: str, *, fresh: bool = False) -> list[Row]:
    found: list[Row] = _told(
        ROLE_PERMISSIONS, id, partial(_rows, ["roles", id, "permissions"], "permissions"), fresh
    )
    return found


def members_of_role(id: str, *, fresh: bool = False) -> Row:
    """Return ``{"rows": […], "total": …}``; the rows are MOST_MEMBERS at most."""

    def ask(priority: Priority) -> Row:
        rows, total = paging.rows(["roles", id, "users"], "users", priority, most=MOST_MEMBERS)
        return {"rows": rows, "total": total}

    found: Row = _told(ROLE_MEMBERS, id, ask, fresh)
    return found


def grants_of_machine(client_id: str) -> list[Row]:
    ask = partial(_rows, ["client-grants"], "client_grants", query={"client_id": client_id})
    found: list[Row] = _told(MACHINE, client_id, ask)
    return found


def _told(
    kind: str, name: str, ask: answers.Ask, fresh: bool = False, priority: Priority = Priority.WAITING
) -> Any:
    """Raises NotFound for an id that leads nowhere, and TenantUnavailable."""
    try:
        return answers.fresh(kind, name, ask) if fresh else answers.answer(kind, name, ask, priority)
    except Refused as error:
        if error.status == codes.not_found:
            raise NotFound("There is nobody and nothing with this id at the tenant.") from error
        fault = Fault(f"the tenant refuses to tell {kind}: {error.sentence}", everywhere=False)
        raise faults.noted(fault, kind) from error


def _person(id: str, priority: Priority) -> Row:
    try:
        # It takes the second call as well: one of them alone would be of no use.
        user = api.call("GET", ["users", id], priority, OF_ONE, takes=2)
    except Refused as error:
        if error.status != codes.not_found:
            raise
        return {"user": None, "permissions": []}
    if not isinstance(user, dict) or user.get("user_id") != id:
        raise faults.noted(Fault("the tenant tells of somebody else than was asked for."), PERSON)
    return {
        "user": user,
        "permissions": _rows(["users", id, "permissions"], "permissions", priority, takes=0),
    }


def _rows(
    parts: Sequence[str], name: str, priority: Priority, query: api.Query | None = None, takes: int = 1
) -> list[Row]:
    return paging.all_rows(parts, name, priority, query, takes=takes)
