"""A directory in Django's own tables: users, groups as roles, and permissions of both."""

from collections import defaultdict
from collections.abc import Sequence

from django.contrib.auth.models import Group

from directory.declared import declared_permissions
from directory.django_accounts import DjangoAccounts
from directory.django_roles import DjangoRoles
from directory.held import effective_permissions, given_to, held_by, role_editors, roles_of
from directory.users import SUBJECT, name_of, subject_of, user_of
from permissions_api.people import Contacts, Person, Role

NAMED_CONTACTS = 3

# What the embedded provider asks about its own users.
__all__ = [
    "SUBJECT",
    "DjangoDirectory",
    "effective_permissions",
    "held_by",
    "name_of",
    "roles_of",
    "subject_of",
    "user_of",
]


class DjangoDirectory(DjangoAccounts, DjangoRoles):
    """The directory of the embedded provider (a ``ChangeableDirectory``)."""

    def find(self, subject: str) -> Person | None:
        """Two queries: every request of a running site may ask this."""
        user = user_of(subject)
        if user is None:
            return None
        given = given_to(user)
        return Person(
            subject=subject,
            name=name_of(user),
            email=user.email,
            active=user.is_active,
            roles=given.roles,
            held=given.origins if user.is_active else {},
        )

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
