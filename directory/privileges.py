"""What users and roles could do, Django's own powers included: what a change of them is weighed by."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission, User
from django.db.models import Exists, OuterRef, Q, QuerySet

from directory.models import ReceivingRole
from directory.permission_sync import GRANTABLE
from permissions_api.resource import all_permissions

SUPERUSER = "superuser"
# Who has a role that receives new permissions holds what nobody can name yet.
NEW_PERMISSIONS = "every new permission"


def powers_of(*users: User) -> set[str]:
    """Return what these users could do when active: declared permissions, and ``auth.change_user`` or so."""
    return powers_of_all(User.objects.filter(pk__in=[user.pk for user in users]))


def powers_of_all(users: QuerySet[User]) -> set[str]:
    """Likewise for users that a query finds, in four queries whatever their number."""
    among = users.order_by().values("pk")
    names = _names(Permission.objects.filter(user__in=among)) | given_by_all(
        Group.objects.filter(user__in=among)
    )
    return names | ({SUPERUSER} if users.filter(is_superuser=True).exists() else set())


def given_by(*roles: Group) -> set[str]:
    """Return what these roles give: declared permissions, and Django's own as ``auth.change_user``.

    Nobody holds the latter by the directory, so only the admin gives or takes a role that carries some.
    """
    return given_by_all(Group.objects.filter(pk__in=[role.pk for role in roles]))


def given_by_all(roles: QuerySet[Group]) -> set[str]:
    among = roles.order_by().values("pk")
    names = _names(Permission.objects.filter(group__in=among))
    return names | ({NEW_PERMISSIONS} if ReceivingRole.objects.filter(role__in=among).exists() else set())


def receive_new_permissions(users: QuerySet[User]) -> QuerySet[User]:
    """Return those of the users who have a role that receives every new permission."""
    return users.filter(Exists(ReceivingRole.objects.filter(role__user=OuterRef("pk"))))


def losers(role: Group, taken: Iterable[Permission]) -> QuerySet[User]:
    """Return the active members of a role who would no longer hold one of these were it taken from it."""
    lost = Q(pk__in=[])
    for permission in taken:
        lost |= ~Q(Exists(_held_otherwise(permission, role)))
    return role.user_set.filter(is_active=True).filter(lost)


def _held_otherwise(permission: Permission, role: Group) -> QuerySet[User]:
    elsewhere = Group.objects.filter(permissions=permission).exclude(pk=role.pk)
    either = Q(user_permissions=permission) | Q(groups__in=elsewhere)
    return User.objects.filter(either, pk=OuterRef("pk"))


def with_powers_like(users: QuerySet[User], user: User) -> QuerySet[User]:
    """Return those of the users who hold whatever ``user`` was given."""
    given = Q(user=user) | Q(group__user=user)
    for permission in that_give(Permission.objects.filter(given).distinct()):
        holders = Q(user_permissions=permission) | Q(groups__permissions=permission)
        users = users.filter(Exists(User.objects.filter(holders, pk=OuterRef("pk"))))
    if receive_new_permissions(User.objects.filter(pk=user.pk)).exists():
        users = receive_new_permissions(users)
    return users.filter(is_superuser=True) if user.is_superuser else users


def that_give(permissions: QuerySet[Permission]) -> QuerySet[Permission]:
    """Return these without those that no resource declares any more, which give nothing."""
    return permissions.exclude(~Q(codename__in=all_permissions()), **GRANTABLE)


def _names(permissions: QuerySet[Permission]) -> set[str]:
    columns = ("content_type__app_label", "content_type__model", "codename")
    found = that_give(permissions).values_list(*columns).distinct()
    ours = tuple(GRANTABLE.values())
    return {name if (app, model) == ours else f"{app}.{name}" for app, model, name in found}
