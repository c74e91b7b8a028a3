"""System checks of the directory, run against the database by ``migrate`` and ``check --database``."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import Tags, Warning, register
from django.db import DatabaseError

from directory.permission_sync import grantable_permissions
from permissions_api.resource import all_permissions


@register(Tags.database)
def check_leftover_permissions(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **_options: Any
) -> list[Warning]:
    """Report permission rows that no resource declares any more; they grant nothing."""
    if not databases:
        return []
    try:
        leftover = sorted(
            grantable_permissions().exclude(codename__in=all_permissions()).values_list("codename", flat=True)
        )
    except DatabaseError:
        return []  # Not migrated yet: there are no rows to report.
    return [
        Warning(
            f"The permission {name!r} is stored, but no resource declares it. It grants nothing.",
            hint="Declare it again, or delete it in the admin; deleting takes its grants with it.",
            id="directory.W001",
        )
        for name in leftover
    ]
