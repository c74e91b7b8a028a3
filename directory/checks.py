"""System checks of the directory; those of the database are run by ``migrate`` and ``check --database``."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Tags, Warning, register
from django.db import DatabaseError

from directory.permission_sync import grantable_permissions
from permissions_api.conf import FETCHED_KEYS, conf, faults
from permissions_api.loopback import is_https_or_loopback
from permissions_api.resource import all_permissions

REMOTE = "directory.backends.auth0.Auth0Directory"
CALLS_A_PERSON = 2  # who they are, and what they hold


@register
def check_tenant(app_configs: Any, **_options: Any) -> list[CheckMessage]:
    """What the directory on the Management API needs is set, and fits together."""
    return [] if any(faults()) or conf.DIRECTORY != REMOTE else list(_tenant_messages())


def _tenant_messages() -> Iterator[CheckMessage]:
    if conf.KEY_SOURCE != FETCHED_KEYS:
        message = f"DIRECTORY={REMOTE} knows the people of a tenant, and OIDC_ISSUER names none."
        yield Error(
            message, hint="Set OIDC_ISSUER to the tenant, or leave DIRECTORY out.", id="directory.E001"
        )
    for name in ("AUTH0_MANAGEMENT_CLIENT_ID", "AUTH0_MANAGEMENT_CLIENT_SECRET"):
        if not getattr(settings, name):
            hint = (
                "Register a machine-to-machine application at the tenant; docs/directory.md lists its scopes."
            )
            yield Error(
                f"{name} is not set, and the directory is asked with it.", hint=hint, id="directory.E002"
            )
    url = settings.AUTH0_MANAGEMENT_URL
    example = (
        "Write it like https://tenant.eu.auth0.com/api/v2/, the tenant's own domain and not a custom one."
    )
    if not is_https_or_loopback(url):
        yield Error(f"AUTH0_MANAGEMENT_URL={url!r} is not https.", hint=example, id="directory.E003")
    elif not url.endswith("/api/v2/"):
        yield Error(
            f"AUTH0_MANAGEMENT_URL={url!r} does not end in /api/v2/.", hint=example, id="directory.E004"
        )
    if settings.DIRECTORY_BUDGET <= 0:
        hint = "Write how many calls a second the tenant allows, less what else asks it: such as 1."
        yield Error("DIRECTORY_BUDGET is 0, so that nothing can be asked.", hint=hint, id="directory.E005")
    elif conf.DIRECTORY_TTL <= 0:
        hint = "Write for how many seconds an answer may be used: such as 60."
        yield Error(
            "DIRECTORY_TTL is 0, and a tenant cannot be asked each time.", hint=hint, id="directory.E006"
        )
    elif conf.PERMISSION_SOURCE != "token":
        yield Info(
            f"PERMISSION_SOURCE={conf.PERMISSION_SOURCE} asks the tenant about each person every"
            f" {conf.DIRECTORY_TTL:g} s, so DIRECTORY_BUDGET={settings.DIRECTORY_BUDGET:g} carries"
            f" {people_carried()} people at once. Others are answered 503 until there is room.",
            hint="Raise DIRECTORY_TTL, or DIRECTORY_BUDGET where the tenant allows; or let the token count.",
            id="directory.I001",
        )


def people_carried() -> int:
    """Return how many people at once the budget carries where each request asks the directory."""
    return int(settings.DIRECTORY_BUDGET * conf.DIRECTORY_TTL / CALLS_A_PERSON)


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
