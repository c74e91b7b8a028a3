"""A directory in Django's own tables: users, groups as roles, and permissions of both.

Permissions are read from groups and ``user_permissions`` alone. Django's ``has_perm`` and
``get_all_permissions`` are not used: they give a superuser everything.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.contrib.auth.models import Group, User

from directory.declared import declared_permissions
from directory.roles import MANAGERS
from permissions_api.people import Contacts, Origin, Person, Role

SUBJECT = "usher|{}"
NAMED_CONTACTS = 3


def subject_of(user: User) -> str:
    """Return the ``sub`` of this user, ``usher|<primary key>``."""
    return SUBJECT.format(user.pk)


def user_of(subject: str) -> User | None:
    """Return the user with this ``sub``, active or not; None when unknown or not one of ours."""
    match = re.fullmatch(r"usher\|([1-9][0-9]{0,17})", subject, re.ASCII)
    return User.objects.filter(pk=int(match[1])).first() if match else None


def name_of(user: User) -> str:
    return user.get_full_name() or user.username


def roles_of(user: User) -> tuple[str, ...]:
    """Return the names of this user's roles, in order."""
    return tuple(user.groups.order_by("name").values_list("name", flat=True))


def held_by(user: User) -> Mapping[str, Origin]:
    """Return each effective permission of this user with its origin; none for the inactive."""
    if not user.is_active:
        return {}
    direct = set(declared_permissions().filter(user=user).values_list("codename", flat=True))
    roles = defaultdict[str, list[str]](list)
    through_roles = declared_permissions().filter(group__user=user).order_by("group__name")
    for codename, role in through_roles.values_list("codename", "group__name"):
        roles[codename].append(role)
    return {
        codename: Origin(roles=tuple(roles.get(codename, ())), direct=codename in direct)
        for codename in direct | roles.keys()
    }


def effective_permissions(user: User) -> frozenset[str]:
    """Return what this user may do, through roles and directly; nothing when inactive."""
    return frozenset(held_by(user))


class DjangoDirectory:
    """The directory of the embedded provider."""

    def find(self, subject: str) -> Person | None:
        user = user_of(subject)
        if user is None:
            return None
        return Person(
            subject=subject,
            name=name_of(user),
            email=user.email,
            active=user.is_active,
            roles=roles_of(user),
            held=held_by(user),
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
        managers = User.objects.filter(is_active=True, groups__name=MANAGERS).order_by("pk")
        named = [name_of(user) for user in managers[:NAMED_CONTACTS]]
        return Contacts(names=tuple(named), others=managers.count() - len(named))
