"""Who changes whom, in random calls of anybody to anybody, against a model that shares no code.

Each call goes through the users and roles APIs with the caller's own token. The model says beforehand
whether it is allowed; afterwards it is held against what must never happen, whoever calls in whatever order.
"""

from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from rest_framework.test import APIClient

from directory.backends.django import DjangoDirectory
from directory.permission_sync import declared_permissions
from permissions_api.effective_permissions import forget_effective_permissions
from tests.directory.conftest import person_at
from tests.issuer import API, token_with

pytestmark = pytest.mark.django_db

POWERS = ["edit:roles", "edit:users", "suspend:users", "write:roles", "delete:roles"]
NAMES = [*POWERS, "list:books", "edit:books"]
PEOPLE = ("ann", "bob", "cat", "dan")
MOST_ROLES = 4
WALKS = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=12,
    stateful_step_count=20,
    print_blob=True,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)


@dataclass
class Somebody:
    user: User
    roles: set[str] = field(default_factory=set)
    direct: set[str] = field(default_factory=set)
    active: bool = True
    name: str = ""


class Model:
    """People, roles and the rule, in sets."""

    def __init__(self) -> None:
        self.roles: dict[str, set[str]] = {}
        self.people: dict[str, Somebody] = {}

    def given(self, who: str) -> set[str]:
        person = self.people[who]
        return person.direct.union(*(self.roles[role] for role in person.roles))

    def held(self, who: str) -> set[str]:
        return self.given(who) if self.people[who].active else set()

    def members(self, role: str) -> list[str]:
        return [who for who, person in self.people.items() if role in person.roles and person.active]

    def losers(self, role: str, taken: set[str]) -> list[str]:
        def rest(who: str) -> set[str]:
            person = self.people[who]
            return person.direct.union(*(self.roles[other] for other in person.roles - {role}))

        return [who for who in self.members(role) if taken - rest(who)]

    def outranks(self, actor: str, others: list[str]) -> bool:
        return all(self.given(other) <= self.held(actor) for other in others if other != actor)

    def somebody_edits_roles(self) -> bool:
        return any("edit:roles" in self.held(who) for who in self.people)

    def could_undo(self, who: str) -> bool:
        needed = self.given(who) | {"edit:users"}
        return any(needed <= self.held(other) for other in self.people if other != who)


def somebody() -> st.SearchStrategy[str]:
    return st.sampled_from(PEOPLE)


def a_role() -> st.SearchStrategy[str]:
    return st.runner().flatmap(lambda walk: st.sampled_from(sorted(walk.model.roles)))


def roles() -> st.SearchStrategy[set[str]]:
    return st.runner().flatmap(
        lambda walk: (
            st.sets(st.sampled_from(sorted(walk.model.roles))) if walk.model.roles else st.just(set())
        )
    )


few = st.sets(st.sampled_from(NAMES), max_size=3)
powers = st.sets(st.sampled_from(POWERS), min_size=3)
many = st.sets(st.sampled_from(NAMES), min_size=3)
if_roles = precondition(lambda walk: walk.model.roles)


class Walk(RuleBasedStateMachine):
    """Anybody changes anybody. After each call it is as the model says."""

    def __init__(self, client: APIClient) -> None:
        super().__init__()
        # Undone in teardown: each walk begins with nobody.
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.client, self.model = client, Model()
        self.ids, self.numbers = dict[str, str](), count()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)
        forget_effective_permissions()

    @initialize(gives=st.lists(many, min_size=2, max_size=2), had=st.data())
    def begin(self, gives: list[set[str]], had: st.DataObject) -> None:
        operator = DjangoDirectory()
        for names in gives:
            role = f"Role {next(self.numbers)}"
            self.ids[role] = operator.create_role(role, tuple(names), None).id
            self.model.roles[role] = names
        for who in PEOPLE:
            user = User.objects.create_user(who, password="x", first_name=who)
            person = self.model.people[who] = Somebody(user, name=who)
            # Somebody who may do nothing would only be refused.
            person.roles, person.direct = had.draw(roles()), had.draw(powers)
            user.groups.set([int(self.ids[role]) for role in person.roles])
            user.user_permissions.set(declared_permissions().filter(codename__in=person.direct))

    # --- What anybody may try -------------------------------------------------------

    @rule(actor=somebody(), whom=somebody(), to_roles=roles(), direct=few | powers)
    def set_grants(self, actor: str, whom: str, to_roles: set[str], direct: set[str]) -> None:
        model, person = self.model, self.model.people[whom]
        new = set[str]().union(*(model.roles[role] for role in to_roles - person.roles))
        gives = new | (direct - person.direct)
        takes = (person.roles - to_roles) | (person.direct - direct)
        allowed = gives <= model.held(actor) and (not takes or model.outranks(actor, [whom]))

        def effect() -> None:
            person.roles, person.direct = to_roles, direct

        body = {"roles": [{"id": self.ids[role]} for role in sorted(to_roles)], "permissions": sorted(direct)}
        path = f"{person_at(person.user)}grants/"
        self.call(actor, "edit:roles", allowed, effect, "put", path, body)

    @precondition(lambda walk: len(walk.model.roles) < MOST_ROLES)
    @rule(actor=somebody(), gives=few)
    def make_role(self, actor: str, gives: set[str]) -> None:
        role = f"Role {next(self.numbers)}"

        def effect() -> None:
            self.model.roles[role] = gives

        body = {"name": role, "permissions": sorted(gives)}
        allowed = gives <= self.model.held(actor)
        answer = self.call(actor, "write:roles", allowed, effect, "post", "/api/roles/", body)
        if answer.status_code == 201:
            self.ids[role] = answer.json()["id"]

    @if_roles
    @rule(actor=somebody(), role=a_role(), gives=few | many)
    def change_role(self, actor: str, role: str, gives: set[str]) -> None:
        model, present = self.model, self.model.roles[role]
        taken = present - gives
        allowed = gives - present <= model.held(actor) and (
            not taken or (present <= model.held(actor) and model.outranks(actor, model.losers(role, taken)))
        )

        def effect() -> None:
            model.roles[role] = gives

        self.call(
            actor, "edit:roles", allowed, effect, "patch", self.at(role), {"permissions": sorted(gives)}
        )

    @if_roles
    @rule(actor=somebody(), role=a_role())
    def rename_role(self, actor: str, role: str) -> None:
        model, name = self.model, f"Role {next(self.numbers)}"
        allowed = model.roles[role] <= model.held(actor) and model.outranks(actor, model.members(role))

        def effect() -> None:
            model.roles[name], self.ids[name] = model.roles.pop(role), self.ids.pop(role)
            for person in model.people.values():
                person.roles = {name if each == role else each for each in person.roles}

        self.call(actor, "edit:roles", allowed, effect, "patch", self.at(role), {"name": name})

    @if_roles
    @rule(actor=somebody(), role=a_role())
    def delete_role(self, actor: str, role: str) -> None:
        model, present = self.model, self.model.roles[role]
        allowed = present <= model.held(actor) and model.outranks(actor, model.losers(role, present))

        def effect() -> None:
            del model.roles[role]
            for person in model.people.values():
                person.roles.discard(role)

        self.call(actor, "delete:roles", allowed, effect, "delete", self.at(role), None)

    @rule(actor=somebody(), whom=somebody(), column=st.sampled_from(["name", "email"]))
    def change_account(self, actor: str, whom: str, column: str) -> None:
        person, text = self.model.people[whom], f"{next(self.numbers)}@gotham.example"
        allowed = self.model.given(whom) <= self.model.held(actor)

        def effect() -> None:
            person.name = text if column == "name" else person.name

        self.call(actor, "edit:users", allowed, effect, "patch", person_at(person.user), {column: text})

    @rule(actor=somebody(), whom=somebody(), active=st.booleans())
    def set_active(self, actor: str, whom: str, active: bool) -> None:
        person = self.model.people[whom]
        gives_up = actor == whom and person.active and not active
        allowed = gives_up or self.model.given(whom) <= self.model.held(actor)

        def effect() -> None:
            person.active = active

        self.call(actor, "edit:users", allowed, effect, "patch", person_at(person.user), {"active": active})

    @rule(actor=somebody(), whom=somebody())
    def suspend(self, actor: str, whom: str) -> None:
        person = self.model.people[whom]
        allowed = not person.active or self.model.could_undo(whom)

        def effect() -> None:
            person.active = False

        path = f"{person_at(person.user)}suspend/"
        self.call(actor, "suspend:users", allowed, effect, "post", path, None)

    # --- What then is, and what must never be ------------------------------------------

    def call(
        self, actor: str, permission: str, allowed: bool, effect: Any, method: str, path: str, body: Any
    ) -> Any:
        """Make the call as the actor, and compare: the answer with the model, then everybody with it."""
        model = self.model
        may = permission in model.held(actor) and allowed
        before = {who: self.seen(person) for who, person in model.people.items()}
        given = {who: model.given(who) for who in model.people}
        held, had_editor = model.held(actor), model.somebody_edits_roles()
        token = token_with(*NAMES, audience=API, sub=f"usher|{model.people[actor].user.pk}")
        self.client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
        answer = getattr(self.client, method)(path, body, format="json")
        if answer.status_code < 300:
            assert may, f"{actor} was let"
            effect()
            assert model.somebody_edits_roles() or not had_editor
        elif may:
            # The one reason left: nobody could edit roles any more.
            assert answer.status_code == 409, answer.content
            assert answer.json()["code"] == "last_role_editor"
        self.nothing_is_done_to_who_holds_more(actor, method, path, held, given, before)
        return answer

    def nothing_is_done_to_who_holds_more(
        self,
        actor: str,
        method: str,
        path: str,
        held: set[str],
        given: dict[str, set[str]],
        before: dict[str, tuple[Any, ...]],
    ) -> None:
        for who, person in self.model.people.items():
            now, then = self.seen(person), before[who]
            assert set(now[0]) == self.model.given(who)
            assert now[1] == self.model.people[who].active
            assert set(now[0]) - set(then[0]) <= held  # whatever is given was held
            if who == actor or not held < given[who]:
                continue
            # Somebody who held a part of what this one was given.
            assert now[2:] == then[2:], f"{actor} came to stand in for {who}"
            if then[1]:
                assert set(then[0]) <= set(now[0]), f"{actor} took from {who}"
            assert now[1] == then[1] or path.endswith("/suspend/"), f"{actor} turned {who}"

    @staticmethod
    def seen(person: Somebody) -> tuple[Any, ...]:
        """Return what was given, whether it is active, name and address, as they are stored."""
        user = User.objects.get(pk=person.user.pk)
        given = {row.codename for row in user.user_permissions.all()}
        for group in user.groups.all():
            given |= {row.codename for row in group.permissions.all()}
        return frozenset(given), user.is_active, user.first_name, user.email

    def at(self, role: str) -> str:
        return f"/api/roles/{self.ids[role]}/"


def test_in_no_order_of_calls_does_somebody_take_from_who_holds_more(own_issuer, conf):
    conf.PERMISSION_SOURCE, conf.DIRECTORY_TTL = "live", 0
    client = APIClient()
    run_state_machine_as_test(lambda: Walk(client), settings=WALKS)
