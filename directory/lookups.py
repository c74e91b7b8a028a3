"""Find people, roles and permissions, as a request or an operator's command names them."""

import re
from collections.abc import Collection

from django.contrib.auth.models import Group, Permission, User
from django.core.management.base import CommandError
from rest_framework.exceptions import ValidationError

from directory.permission_sync import declared_permissions
from directory.validators import illegible
from permissions_api.directory import configured_directory, keeps_answers


def refuse_illegible(field: str, name: str) -> None:
    """Raise ValidationError of this field for a name with a character that cannot be read."""
    if sentence := illegible(name):
        raise ValidationError({field: [sentence]}, "illegible")


def primary_key_of_role(id: str) -> int | None:
    """Return the primary key that this id names, whether or not there is such a role."""
    return int(id) if re.fullmatch("[1-9][0-9]{0,17}", id, re.ASCII) else None


def roles_with(ids: Collection[str], field: str = "roles") -> list[Group]:
    """Return the roles with these ids. Raises ValidationError of ``field`` naming those that do not exist."""
    keys = [key for id in ids if (key := primary_key_of_role(id))]
    found = {str(role.pk): role for role in Group.objects.filter(pk__in=keys)}
    refuse_unknown(field, "There is no role with the id", ids, found)
    return list(found.values())


def permissions_named(names: Collection[str]) -> list[Permission]:
    """Return the rows of these permissions. Raises ValidationError naming those that are not declared."""
    found = {row.codename: row for row in declared_permissions().filter(codename__in=names)}
    refuse_unknown("permissions", "There is no permission", names, found)
    return list(found.values())


def refuse_unknown(field: str, sentence: str, names: Collection[str], found: Collection[str]) -> None:
    unknown = [f"{sentence} {name!r}." for name in dict.fromkeys(names) if name not in found]
    if unknown:
        raise ValidationError({field: unknown}, "unknown")


def person_named(username: str) -> User:
    """Return the user of this name. Raises CommandError with a sentence when there is none."""
    _refuse_elsewhere()
    try:
        return User.objects.get(username=username)
    except User.DoesNotExist:
        raise CommandError(f"There is no person with the user name {username!r}.") from None


def _refuse_elsewhere() -> None:
    """Raise CommandError where Django's tables are not those that count."""
    if keeps_answers(configured_directory()):
        raise CommandError("People and roles are the tenant's (DIRECTORY): change them there, or in the app.")


def role_named(name: str) -> Group:
    """Return the role of this name. Raises CommandError with a sentence when there is none."""
    _refuse_elsewhere()
    try:
        return Group.objects.get(name=name)
    except Group.DoesNotExist:
        raise CommandError(f"There is no role with the name {name!r}.") from None
