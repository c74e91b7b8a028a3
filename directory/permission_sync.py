"""Keep Django's permission rows in step with what the resources declare."""

from collections.abc import Iterable
from typing import Any

from django.apps.registry import Apps
from django.apps.registry import apps as installed
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet

from directory.models import Grantable
from permissions_api.resource import all_permissions

GRANTABLE = {"content_type__app_label": "directory", "content_type__model": "grantable"}


def grantable_permissions() -> QuerySet[Permission]:
    """Return the permission rows that stand for API permissions, declared or left over."""
    return Permission.objects.filter(**GRANTABLE)


def declared_permissions() -> QuerySet[Permission]:
    """Return the permission rows that a resource declares; no other row grants anything."""
    return grantable_permissions().filter(codename__in=all_permissions())


def in_menu_order(names: Iterable[str]) -> tuple[str, ...]:
    """Return those of the names that a resource declares, in the order of the declarations."""
    known = set(names)
    return tuple(name for name in all_permissions() if name in known)


def make_permissions(using: str, apps: Apps = installed, **_signal: Any) -> None:
    """Make a row for every declared permission that has none, and give it to the roles that receive such.

    Rows are never deleted here: with them every grant would go. A check reports those left over.
    ``flush`` sends no ``apps``.
    """
    if not apps.is_installed("directory") or "receivingrole" not in apps.all_models["directory"]:
        return  # Only part of the site is migrated; the tables may not be there yet.
    content_type = ContentType.objects.db_manager(using).get_for_model(Grantable)
    present = set(
        Permission.objects.using(using).filter(content_type=content_type).values_list("codename", flat=True)
    )
    missing = [name for name in all_permissions() if name not in present]
    rows = [
        Permission(content_type=content_type, codename=name, name=name.replace(":", " ").capitalize())
        for name in missing
    ]
    Permission.objects.using(using).bulk_create(rows, ignore_conflicts=True)
    if missing:
        new = Permission.objects.using(using).filter(content_type=content_type, codename__in=missing)
        for role in Group.objects.using(using).filter(receivingrole__isnull=False):
            role.permissions.add(*new)
