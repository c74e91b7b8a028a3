"""A site need not stand still for audit_verify: what changes while it looks is no drift."""

import pytest
from django.contrib.auth.models import Group, User

from audit import drift
from directory.grants import grant

pytestmark = pytest.mark.django_db


@pytest.fixture
def restless(people, monkeypatch) -> None:
    """Whenever the trail is asked about Joker, a role has just been given to him, four times in all."""
    grant(people["joker"], "Employees")
    roles = [Group.objects.create(name=f"role {number}") for number in range(4)]
    told = drift._told

    def changed_then_told(watched, kind: str, id: str):
        if watched.facet == "roles" and id == f"usher|{people['joker'].pk}" and roles:
            people["joker"].groups.add(roles.pop())
        return told(watched, kind, id)

    monkeypatch.setattr(drift, "_told", changed_then_told)


def test_a_change_between_two_looks_is_no_drift(restless):
    assert list(drift.drifts()) == []


def test_what_was_changed_past_the_trail_is_found_all_the_same(restless, people):
    User.groups.through.objects.filter(user=people["robin"]).delete()
    (sentence,) = drift.drifts()
    assert "(Robin) holds roles [], but" in sentence


def test_somebody_deleted_meanwhile_is_no_drift(people, monkeypatch):
    grant(people["joker"], "Employees")
    told = drift._told

    def deleted_then_told(watched, kind: str, id: str):
        answer = told(watched, kind, id)
        if id == f"usher|{people['joker'].pk}":
            User.objects.filter(pk=people["joker"].pk).delete()
            return ["Managers"]
        return answer

    monkeypatch.setattr(drift, "_told", deleted_then_told)
    assert list(drift.drifts()) == []
