"""A directory in Django's own tables: users, groups as roles, and permissions of both."""

from collections import defaultdict
from collections.abc import Sequence

from django.contrib.auth.models import Group

from directory.backends.django_accounts import DjangoAccounts
from directory.backends.django_roles import DjangoRoles
from directory.effective_permissions import (
    Row,
    effective_permissions,
    given_by_rows,
    held_by,
    role_editors,
    roles_of,
    rows_of,
)
from directory.permission_sync import declared_permissions
from directory.subjects import SUBJECT, name_of, primary_key_of, subject_of, user_of
from permissions_api.directory import Contacts, Person, Role

NAMED_CONTACTS = 3

# What the embedded provider asks about its own users.
__all__ = [
    "SUBJECT",
    "DjangoDirectory",
    "effective_permissions",
    "held_by",
    "name_of",
    "person_by",
    "primary_key_of",
    "roles_of",
    "subject_of",
    "user_of",
]


class DjangoDirectory(DjangoAccounts, DjangoRoles):
    """The directory of the embedded provider (a ``ChangeableDirectory``)."""

    def find(self, subject: str) -> Person | None:
        """One query: every request of a running site may ask this."""
        pk = primary_key_of(subject)
        return None if pk is None else person_by(rows_of(pk))

    def roles(self) -> Sequence[Role]:
        members = defaultdict[str, list[str]](list)
        for role, codename in (
            declared_permissions().filter(group__isnull=False).values_list("group__name", "codename")
        ):
            members[role].append(codename)
        names = Group.objects.order_by("name").values_list("name", flat=True)
        return [Role(name=name, permissions=tuple(sorted(members[name]))) for name in names]

    def contacts(self) -> Contacts:
        editors = role_editors().order_by("pk")
        named = [name_of(user) for user in editors[:NAMED_CONTACTS]]
        return Contacts(names=tuple(named), others=editors.count() - len(named))


def person_by(rows: Sequence[Row]) -> Person | None:
    """Return the person these rows of HELD tell of, None when there are none."""
    if not rows:
        return None
    who, given = rows[0], given_by_rows(rows)
    return Person(
        subject=SUBJECT.format(who.id),
        name=f"{who.first_name} {who.last_name}".strip() or who.username,
        email=who.email,
        active=bool(who.is_active),
        roles=given.roles,
        held=given.origins if who.is_active else {},
    )
