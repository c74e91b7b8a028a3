"""Effective permissions as HTTP shows them, after random changes, against a model that shares no code."""

import random
from typing import Any

import pytest

pytestmark = pytest.mark.django_db

STEPS = 200
NAMES = [
    f"{action}:{name}"
    for name in ("movies", "books")
    for action in ("list", "read", "write", "edit", "delete")
]


class Model:
    """People, roles and what they give, as sets."""

    def __init__(self) -> None:
        self.roles: dict[str, set[str]] = {}
        self.people: dict[str, dict[str, Any]] = {}

    def held(self, who: str) -> dict[str, tuple[list[str], bool]]:
        person = self.people[who]
        if not person["active"]:
            return {}
        found = {}
        for name in NAMES:
            roles = sorted(role for role in person["roles"] if name in self.roles[role])
            if roles or name in person["direct"]:
                found[name] = (roles, name in person["direct"])
        return found


@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_held_is_what_the_model_says_after_every_step(batman, seed):
    chance, model = random.Random(seed), Model()  # noqa: S311
    ids: dict[str, str] = {}  # of roles and people, by name

    def done(answer: Any, status: int = 200) -> Any:
        assert answer.status_code == status, answer.content
        return answer.json() if answer.content else None

    def some(of: Any) -> list[str]:
        return chance.sample(sorted(of), chance.randint(0, min(4, len(of))))

    def add_person() -> None:
        name = f"person{len(ids)}"
        ids[name] = done(batman.post("/api/users/", {"username": name, "name": name}, format="json"), 201)[
            "id"
        ]
        model.people[name] = {"roles": set(), "direct": set(), "active": True}

    def add_role() -> None:
        name, gives = f"Role {len(ids)}", some(NAMES)
        body = {"name": name, "permissions": gives}
        ids[name] = done(batman.post("/api/roles/", body, format="json"), 201)["id"]
        model.roles[name] = set(gives)

    def give() -> None:
        who, roles, direct = chance.choice(sorted(model.people)), some(model.roles), some(NAMES)
        body = {"roles": roles, "permissions": direct}
        done(batman.put(f"/api/users/{quoted(ids[who])}/grants/", body, format="json"))
        model.people[who] |= {"roles": set(roles), "direct": set(direct)}

    def change_role() -> None:
        if model.roles:
            name, gives = chance.choice(sorted(model.roles)), some(NAMES)
            done(batman.patch(f"/api/roles/{ids[name]}/", {"permissions": gives}, format="json"))
            model.roles[name] = set(gives)

    def delete_role() -> None:
        if model.roles:
            name = chance.choice(sorted(model.roles))
            done(batman.delete(f"/api/roles/{ids[name]}/"), 204)
            del model.roles[name]
            for person in model.people.values():
                person["roles"].discard(name)

    def switch() -> None:
        person = model.people[who := chance.choice(sorted(model.people))]
        person["active"] = not person["active"]
        body = {"active": person["active"]}
        done(batman.patch(f"/api/users/{quoted(ids[who])}/", body, format="json"))

    deeds, weights = [add_person, add_role, give, change_role, delete_role, switch], [1, 2, 6, 4, 1, 2]
    add_person()
    for _ in range(STEPS):
        chance.choices(deeds, weights)[0]()
        who = chance.choice(sorted(model.people))
        shown = done(batman.get(f"/api/users/{quoted(ids[who])}/"))
        held = {item["name"]: (item["roles"], item["direct"]) for item in shown["held"]}
        assert held == model.held(who)
        assert (set(shown["roles"]), shown["active"]) == (
            model.people[who]["roles"],
            model.people[who]["active"],
        )


def quoted(id: str) -> str:
    return id.replace("|", "%7C")
