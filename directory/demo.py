"""The cast of the demo: four people who show what roles and permissions do."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction

from directory.grants import grant
from directory.starting_roles import EMPLOYEES, MANAGERS, make_starting_roles

PASSWORD = "gotham-demo"  # noqa: S105  known to everybody: the demo runs on loopback only


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody of the demo: roles and permissions given directly, as ``grant`` takes them."""

    username: str
    name: str
    role: str | None = None
    directly: tuple[str, ...] = ()


PEOPLE = (
    DemoPerson("batman", "Batman", role=MANAGERS),
    DemoPerson("robin", "Robin", role=EMPLOYEES),
    DemoPerson("alfred", "Alfred", role=EMPLOYEES, directly=("write:books",)),
    DemoPerson("joker", "Joker"),
)
STAFF = "gordon"


@transaction.atomic
def make_demo_people() -> None:
    """Make the people of the demo who are missing. Those who exist keep what they have."""
    roles = make_starting_roles()
    for person in PEOPLE:
        user, created = _make_user(person.username, person.name)
        if created:
            for permission in person.directly:
                grant(user, permission)
            if person.role:
                grant(user, roles[person.role])
    _make_user(STAFF, "Commissioner Gordon", is_staff=True, is_superuser=True)


def _make_user(username: str, name: str, **fields: bool) -> tuple[User, bool]:
    user, created = User.objects.get_or_create(
        username=username,
        defaults={"first_name": name, "email": f"{username}@gotham.example", **fields},
    )
    if created:
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
    return user, created
