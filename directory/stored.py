"""Find roles and permissions by what people call them."""

from collections.abc import Collection

from django.contrib.auth.models import Group, Permission
from rest_framework.exceptions import ValidationError

from directory.declared import declared_permissions


def roles_named(names: Collection[str]) -> list[Group]:
    """Return the roles of these names. Raises ValidationError naming those that do not exist."""
    found = {role.name: role for role in Group.objects.filter(name__in=names)}
    _refuse_unknown("roles", "There is no role", names, found)
    return list(found.values())


def permissions_named(names: Collection[str]) -> list[Permission]:
    """Return the rows of these permissions. Raises ValidationError naming those that are not declared."""
    found = {row.codename: row for row in declared_permissions().filter(codename__in=names)}
    _refuse_unknown("permissions", "There is no permission", names, found)
    return list(found.values())


def _refuse_unknown(field: str, sentence: str, names: Collection[str], found: Collection[str]) -> None:
    unknown = [f"{sentence} {name!r}." for name in dict.fromkeys(names) if name not in found]
    if unknown:
        raise ValidationError({field: unknown})
