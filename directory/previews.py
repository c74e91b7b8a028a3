"""What a change would mean before it is made: who gains and who loses what, and what nobody would hold."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from django.contrib.auth.models import Group, User
from django.db.models import Exists, OuterRef, Q, QuerySet

from directory.backends.base import Affected, MembersChange, RolePreview
from directory.effective_permissions import effective_permissions
from directory.permission_sync import declared_permissions, in_menu_order
from directory.subjects import name_of, primary_key_of

NAMED = 10


def role_preview(role: Group, permissions: Collection[str]) -> RolePreview:
    """Return what it would mean for a role's active members that it gives these permissions."""
    present = set(declared_permissions().filter(group=role).values_list("codename", flat=True))
    given, taken = set(permissions) - present, present - set(permissions)
    members = role.user_set.filter(is_active=True).order_by("username")
    otherwise = _held_otherwise(role, members, given | taken)
    losses, gains = (_less(members, names, otherwise) for names in (taken, given))
    lost = {name for affected in losses for name in affected.permissions}
    return RolePreview(gains, losses, _without_holder(role, lost))


def members_preview(role: Group, change: MembersChange) -> RolePreview:
    """Return what it would mean for those active who get a role, and for those who lose it."""
    given = set(declared_permissions().filter(group=role).values_list("codename", flat=True))
    active = User.objects.filter(is_active=True).order_by("username")
    adding, removing = ([primary_key_of(id) or 0 for id in ids] for ids in (change.add, change.remove))
    getting = active.filter(pk__in=adding).exclude(groups=role)
    losing = active.filter(pk__in=removing, groups=role)
    otherwise = _held_otherwise(role, active.filter(pk__in=[*adding, *removing]), given)
    gains, losses = (_less(users, given, otherwise) for users in (getting, losing))
    lost = {name for affected in losses for name in affected.permissions}
    # Who keeps the role or gets it holds what it gives.
    stay = getting.exists() or active.filter(groups=role).exclude(pk__in=removing).exists()
    return RolePreview(gains, losses, () if stay else _without_holder(role, lost))


def sole_permissions(user: User) -> tuple[str, ...]:
    """Return what this user holds and nobody else who is active."""
    others = User.objects.filter(is_active=True).exclude(pk=user.pk)
    holders = Q(user_permissions=OuterRef("pk")) | Q(groups__permissions=OuterRef("pk"))
    elsewhere = declared_permissions().filter(Exists(others.filter(holders)))
    return in_menu_order(effective_permissions(user) - set(elsewhere.values_list("codename", flat=True)))


def _without_holder(role: Group, lost: Collection[str]) -> tuple[str, ...]:
    """Return which of these nobody active holds directly or through another role."""
    elsewhere = Q(user__is_active=True) | Q(group__in=_others(role).filter(user__is_active=True))
    kept = declared_permissions().filter(elsewhere, codename__in=lost).values_list("codename", flat=True)
    return in_menu_order(set(lost).difference(kept))


def _others(role: Group) -> QuerySet[Group]:
    return Group.objects.exclude(pk=role.pk)


def _held_otherwise(role: Group, members: QuerySet[User], names: Collection[str]) -> Mapping[int, set[str]]:
    """Return which of these permissions each member holds directly or through another role."""
    found = defaultdict[int, set[str]](set)
    users = members.order_by().values("pk")
    direct = User.user_permissions.through.objects.filter(
        user__in=users, permission__in=declared_permissions().filter(codename__in=names)
    )
    through = User.groups.through.objects.filter(
        user__in=users,
        group__in=_others(role),
        group__permissions__in=declared_permissions().filter(codename__in=names),
    )
    for pk, name in (
        *direct.values_list("user", "permission__codename"),
        *through.values_list("user", "group__permissions__codename"),
    ):
        found[pk].add(name)
    return found


def _less(users: Iterable[User], names: set[str], otherwise: Mapping[int, set[str]]) -> list[Affected]:
    """Return what of these names each does not hold otherwise, those together to whom the same happens."""
    groups = defaultdict[tuple[str, ...], list[str]](list)
    for user in users:
        if differing := in_menu_order(names - otherwise[user.pk]):
            groups[differing].append(name_of(user))
    return [Affected(differing, tuple(people[:NAMED]), len(people)) for differing, people in groups.items()]
