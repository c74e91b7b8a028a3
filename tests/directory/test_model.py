"""Effective permissions as HTTP shows them, after random changes, against a model that shares no code.

Hypothesis takes the walks and shortens one that fails to the few steps it takes, which it prints as
Python. They are the same walks in every run. The changes are made through the users and roles APIs;
what is compared is what the person meets with a token of their own, under each source.
"""

import random
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from rest_framework.test import APIClient

from books.serializers import EXAMPLE as BOOK
from movies.serializers import EXAMPLE as MOVIE
from permissions_api.effective_permissions import forget_effective_permissions
from tests.issuer import API, token_with

pytestmark = pytest.mark.django_db

EXAMPLES = {"movies": MOVIE, "books": {**BOOK, "isbn": ""}}
ACTIONS = ("list", "read", "write", "edit", "delete")
NAMES = [f"{action}:{resource}" for resource in EXAMPLES for action in ACTIONS]
# Under each source, with what tokens everything is looked at: taken before the changes, or just now.
TOKENS = {"live": ("old",), "hybrid": ("old", "fresh")}
MOST_PEOPLE, MOST_ROLES = 2, 3
WALKS = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=12,
    stateful_step_count=12,
    print_blob=True,
    # To explain a failure Hypothesis would walk many times more.
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)


# --- The model: sets, and nothing of the site ------------------------------------------


@dataclass
class ModelPerson:
    """Somebody with what they were given, and the old token they have with what it says."""

    id: str
    roles: set[str] = field(default_factory=set)
    direct: set[str] = field(default_factory=set)
    active: bool = True
    claim: set[str] = field(default_factory=set)
    token: str = ""


class Model:
    """People, roles and what they give."""

    def __init__(self) -> None:
        self.roles: dict[str, set[str]] = {}
        self.people: dict[str, ModelPerson] = {}

    def origins(self, person: ModelPerson) -> dict[str, tuple[list[str], bool]]:
        """Return through which roles, and whether directly, each permission is held."""
        if not person.active:
            return {}
        found = {}
        for name in NAMES:
            through = sorted(role for role in person.roles if name in self.roles[role])
            if through or name in person.direct:
                found[name] = (through, name in person.direct)
        return found

    def held(self, person: ModelPerson) -> set[str]:
        return set(self.origins(person))


# --- The walk: the same change in the model and through HTTP -----------------------------


def one_of(kind: str) -> st.SearchStrategy[str]:
    """Draw the name of a person or a role that there is."""
    return st.runner().flatmap(lambda walk: st.sampled_from(sorted(getattr(walk.model, kind))))


def some_roles() -> st.SearchStrategy[set[str]]:
    return st.runner().flatmap(
        lambda walk: (
            st.sets(st.sampled_from(sorted(walk.model.roles))) if walk.model.roles else st.just(set())
        )
    )


few_permissions = st.sets(st.sampled_from(NAMES), max_size=4)
many_permissions = st.sets(st.sampled_from(NAMES), min_size=3)
if_people = precondition(lambda walk: walk.model.people)
if_roles = precondition(lambda walk: walk.model.roles)


class Walk(RuleBasedStateMachine):
    """Batman changes people and roles. After every step each person finds what the model says."""

    def __init__(self, batman: APIClient, their_own: APIClient, source: str) -> None:
        super().__init__()
        # Undone in teardown: each walk begins with the same people.
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.batman, self.their_own, self.source = batman, their_own, source
        self.model, self.steps, self.role_ids = Model(), 0, dict[str, str]()
        self.numbers, self.chance = count(), random.Random(1)  # noqa: S311
        self.rows = {resource: [self.added(resource)] for resource in EXAMPLES}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)
        forget_effective_permissions()  # Those of the next walk have the same numbers.

    @initialize(says=many_permissions, gives=many_permissions, direct=few_permissions)
    def begin(self, says: set[str], gives: set[str], direct: set[str]) -> None:
        self.add_person(says)
        self.add_role(gives)
        self.give(*self.model.people, set(self.model.roles), direct)

    @precondition(lambda walk: len(walk.model.people) < MOST_PEOPLE)
    @rule(says=many_permissions)
    def add_person(self, says: set[str]) -> None:
        """Add somebody who holds nothing; their token is from a time when they held what it says."""
        name = f"person{self.steps}"
        id = done(self.batman.post("/api/users/", {"username": name, "name": name}, format="json"), 201)["id"]
        self.model.people[name] = ModelPerson(id, claim=says, token=token_of(id, says))

    @precondition(lambda walk: len(walk.model.roles) < MOST_ROLES)
    @rule(gives=many_permissions)
    def add_role(self, gives: set[str]) -> None:
        name = f"Role {self.steps}"
        body = {"name": name, "permissions": sorted(gives)}
        self.role_ids[name] = done(self.batman.post("/api/roles/", body, format="json"), 201)["id"]
        self.model.roles[name] = gives

    @if_people
    @rule(who=one_of("people"), roles=some_roles(), direct=few_permissions)
    def give(self, who: str, roles: set[str], direct: set[str]) -> None:
        """Give what is named beside what there is."""
        person = self.model.people[who]
        self.set_grants(person, person.roles | roles, person.direct | direct)

    @if_people
    @rule(who=one_of("people"), roles=some_roles(), direct=few_permissions)
    def withdraw(self, who: str, roles: set[str], direct: set[str]) -> None:
        """Take what is named, and nothing else."""
        person = self.model.people[who]
        self.set_grants(person, person.roles - roles, person.direct - direct)

    @if_roles
    @rule(role=one_of("roles"), gives=st.just(set()) | many_permissions)
    def change_role(self, role: str, gives: set[str]) -> None:
        done(self.batman.patch(self.at(role), {"permissions": sorted(gives)}, format="json"))
        self.model.roles[role] = gives

    @if_roles
    @rule(role=one_of("roles"))
    def rename_role(self, role: str) -> None:
        name = f"Role {self.steps}"
        done(self.batman.patch(self.at(role), {"name": name}, format="json"))
        self.role_ids[name] = self.role_ids.pop(role)
        self.model.roles[name] = self.model.roles.pop(role)
        for person in self.model.people.values():
            if role in person.roles:
                person.roles = person.roles - {role} | {name}

    @if_roles
    @rule(role=one_of("roles"))
    def delete_role(self, role: str) -> None:
        done(self.batman.delete(self.at(role)), 204)
        del self.model.roles[role]
        for person in self.model.people.values():
            person.roles.discard(role)

    @if_people
    @rule(who=one_of("people"))
    def deactivate_or_activate(self, who: str) -> None:
        person = self.model.people[who]
        person.active = not person.active
        done(self.batman.patch(address_of(person), {"active": person.active}, format="json"))

    @if_people
    @rule(who=one_of("people"))
    def log_in(self, who: str) -> None:
        """Take a token that says what is held now, in place of the old one."""
        person = self.model.people[who]
        person.claim = self.model.held(person)
        person.token = token_of(person.id, person.claim)

    @invariant()
    def each_person_finds_what_the_model_says(self) -> None:
        self.steps += 1
        people = list(self.model.people.values())
        for person in people:
            for token in TOKENS[self.source]:
                self.what_they_see(person, token)
        if people:
            self.what_batman_sees(self.chance.choice(people))
            # Five requests each time, so it is one person, one token and one API after each step.
            self.what_they_may_do(
                self.chance.choice(people),
                self.chance.choice(TOKENS[self.source]),
                self.chance.choice(list(EXAMPLES)),
            )

    # What is compared

    def asking(self, person: ModelPerson, token: str) -> tuple[APIClient, set[str]]:
        """Return a client with such a token, and what the token says."""
        claim = person.claim if token == "old" else self.model.held(person)
        bearer = person.token if token == "old" else token_of(person.id, claim)
        self.their_own.credentials(HTTP_AUTHORIZATION=f"Bearer {bearer}")
        return self.their_own, claim

    def open_to(self, person: ModelPerson, claim: set[str]) -> set[str]:
        """Return what a token opens: what its person holds, and with ``hybrid`` no more than it says."""
        held = self.model.held(person)
        return held if self.source == "live" else held & claim

    def what_batman_sees(self, person: ModelPerson) -> None:
        shown = done(self.batman.get(address_of(person)))
        held = {item["name"]: (item["roles"], item["direct"]) for item in shown["held"]}
        assert held == self.model.origins(person)
        assert {role["name"] for role in shown["roles"]} == person.roles
        assert set(shown["permissions"]) == person.direct
        assert shown["active"] == person.active

    def what_they_see(self, person: ModelPerson, token: str) -> None:
        client, claim = self.asking(person, token)
        answer = client.get("/me/permissions")
        if not person.active:
            assert_deactivated(answer)
            return
        mine, held = done(answer), self.model.held(person)
        granted = {f"{action}:{item['name']}" for item in mine["resources"] for action in item["granted"]}
        assert set(mine["permissions"]) == self.open_to(person, claim)
        assert granted == held
        assert set(mine["roles"]) == person.roles
        assert mine["stale"] == (self.source == "hybrid" and held != claim)

    def what_they_may_do(self, person: ModelPerson, token: str, resource: str) -> None:
        client, claim = self.asking(person, token)
        may = self.open_to(person, claim)
        for action in ACTIONS:
            answer, name = self.tried(client, resource, action), f"{action}:{resource}"
            if not person.active:
                assert_deactivated(answer)
            elif name in may:
                assert answer.status_code in (200, 201, 204), (name, answer.content)
            else:
                assert (answer.status_code, answer.json().get("required_permission")) == (403, name)

    def tried(self, client: APIClient, resource: str, action: str) -> Any:
        """Try an operation for real. There is always a row, and one more to delete."""
        rows, path = self.rows[resource], f"/api/{resource}/"
        if action == "list":
            return client.get(path)
        if action == "read":
            return client.get(f"{path}{rows[0]}/")
        if action == "edit":
            return client.patch(f"{path}{rows[0]}/", {"year": 1900 + self.steps}, format="json")
        if action == "write":
            answer = client.post(path, self.row_of(resource), format="json")
            rows += [answer.json()["id"]] if answer.status_code == 201 else []
            return answer
        if len(rows) == 1:
            rows.append(self.added(resource))
        answer = client.delete(f"{path}{rows[-1]}/")
        if answer.status_code == 204:
            rows.pop()
        return answer

    # How it is done

    def set_grants(self, person: ModelPerson, roles: set[str], direct: set[str]) -> None:
        body = {
            "roles": [{"id": self.role_ids[name]} for name in sorted(roles)],
            "permissions": sorted(direct),
        }
        done(self.batman.put(f"{address_of(person)}grants/", body, format="json"))
        person.roles, person.direct = roles, direct

    def at(self, role: str) -> str:
        return f"/api/roles/{self.role_ids[role]}/"

    def added(self, resource: str) -> str:
        """Let Batman add a row, and return its id."""
        return done(self.batman.post(f"/api/{resource}/", self.row_of(resource), format="json"), 201)["id"]

    def row_of(self, resource: str) -> dict[str, Any]:
        return {**EXAMPLES[resource], "title": f"Number {next(self.numbers)}"}


def done(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.content
    return answer.json() if answer.content else None


def assert_deactivated(answer: Any) -> None:
    assert (answer.status_code, answer.json()["detail"]) == (401, "This account is deactivated.")


def token_of(id: str, says: set[str]) -> str:
    return token_with(*says, audience=API, sub=id)


def address_of(person: ModelPerson) -> str:
    return f"/api/users/{person.id.replace('|', '%7C')}/"


@pytest.mark.parametrize("source", TOKENS)
def test_each_person_may_do_what_the_model_says_after_every_step(batman, conf, source):
    conf.PERMISSION_SOURCE, conf.DIRECTORY_TTL = source, 0
    # One client for everybody's tokens: it takes longer to make than to ask.
    their_own = APIClient()
    run_state_machine_as_test(lambda: Walk(batman, their_own, source), settings=WALKS)
