"""Let the audit trail know of people, roles and what they hold."""

from typing import Any

from django.contrib.auth.models import Group, Permission, User

from audit.audited_links import AuditedLinks
from audit.audited_rows import AuditedRows
from audit.disclosure import open_names_by
from audit.origin import Actor, name_people_by
from audit.trail import Target
from directory.models import ReceivingRole
from directory.resource import USERS
from directory.subjects import name_of, subject_of

RENAMED = "role.renamed"


def watch() -> None:
    name_people_by(lambda user: Actor(subject_of(user), name_of(user)))
    open_names_by(USERS.permission("read"))
    for each in AUDITED:
        each.start()


def person(user: User) -> Target:
    return Target("user", subject_of(user), name_of(user))


def role(group: Group) -> Target:
    return Target("role", str(group.pk), group.name)


def named_role(group: Group) -> dict[str, str]:
    return {"id": str(group.pk), "name": group.name}


def permission_name(permission: Permission) -> str:
    """Return an API's permission as it is written, one of Django's own with its app before it."""
    content_type = permission.content_type
    if (content_type.app_label, content_type.model) == ("directory", "grantable"):
        return permission.codename
    return f"{content_type.app_label}.{permission.codename}"


def described_person(user: User) -> dict[str, Any]:
    return {
        "username": user.username,
        "name": user.get_full_name(),
        "email": user.email,
        "active": user.is_active,
        "staff": user.is_staff,
        "superuser": user.is_superuser,
    }


def described_role(group: Group) -> dict[str, Any]:
    return {"name": group.name}


def mark_suspended(user: User) -> None:
    """Let the trail call what is saved next a suspension."""
    user._suspended = True  # type: ignore[attr-defined]  # a mark of ours, for save alone


def _active_action(user: User, active: bool) -> str:
    if active:
        return "user.activated"
    return "user.suspended" if getattr(user, "_suspended", False) else "user.deactivated"


def _password_action(user: User) -> str:
    """Tell a new password, or none any more, from a hash that was renewed, as a login may do."""
    changed = getattr(user, "_password", None) is not None or not user.has_usable_password()
    return "user.password_changed" if changed else "user.password_hash_replaced"


# The links first: when a role is deleted, what its members lose is told before that it is gone.
AUDITED: tuple[AuditedLinks | AuditedRows, ...] = (
    AuditedLinks(
        User._meta.get_field("groups"),
        facet="roles",
        target=person,
        item_of=named_role,
        added="role.granted",
        removed="role.withdrawn",
        renamed=RENAMED,
    ),
    AuditedLinks(
        User._meta.get_field("user_permissions"),
        facet="permissions",
        target=person,
        item_of=permission_name,
        added="permission.granted",
        removed="permission.withdrawn",
    ),
    AuditedLinks(
        Group._meta.get_field("permissions"),
        facet="permissions",
        target=role,
        item_of=permission_name,
        added="role.permissions_changed",
        removed="role.permissions_changed",
    ),
    AuditedRows(
        User,
        target=person,
        state=described_person,
        columns=("username", "first_name", "last_name", "email", "is_active", "is_staff", "is_superuser"),
        made="user.created",
        changed="user.changed",
        deleted="user.deleted",
        own_actions={"active": _active_action},
        secrets={"password": _password_action},
        compared=True,
    ),
    AuditedRows(
        Group,
        target=role,
        state=described_role,
        columns=("name",),
        made="role.created",
        changed=RENAMED,
        deleted="role.deleted",
        compared=True,
    ),
    AuditedRows(
        ReceivingRole,
        target=lambda marker: role(marker.role),
        state=lambda _marker: {"receives_new_permissions": True},
        columns=("role",),
        made="role.receives_new_permissions",
        changed="role.receives_new_permissions",
        deleted="role.receives_no_new_permissions",
    ),
)
