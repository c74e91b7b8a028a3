"""A directory in Django's own tables: users, groups as roles, and permissions of both."""

from collections import defaultdict
from collections.abc import Sequence

from django.contrib.auth.models import Group

from directory.backends.django_accounts import DjangoAccounts
from directory.backends.django_roles import DjangoRoles
from directory.effective_permissions import holders_of, person_by, rows_of
from directory.permission_sync import declared_permissions
from directory.resource import EDIT_ROLES
from directory.subjects import name_of, primary_key_of
from permissions_api.directory import Contacts, Person, Role

NAMED_CONTACTS = 3


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
        editors = holders_of(EDIT_ROLES).order_by("pk")
        named = [name_of(user) for user in editors[:NAMED_CONTACTS]]
        return Contacts(names=tuple(named), others=editors.count() - len(named))
