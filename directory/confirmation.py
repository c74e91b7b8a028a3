"""Say what a role opens before an operator's command gives or takes it, and ask where somebody can answer.

A role's name tells nothing of what it gives: roles are renamed, and one may be called today what
another was called yesterday.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.models import Group, Permission
from django.core.management.base import CommandError, OutputWrapper

from directory.audited_models import permission_name
from directory.permission_sync import declared_permissions, in_menu_order
from directory.policies import one_change_at_a_time
from directory.receiving_roles import receiving_roles


def role_in_words(role: Group) -> str:
    """Return which role this is, what it opens, and whether it will open more."""
    rows = role.permissions.select_related("content_type")
    own = rows.exclude(content_type__app_label="directory")
    declared = in_menu_order(row.codename for row in declared_permissions().filter(group=role))
    opened = ", ".join([*declared, *sorted(map(permission_name, own))]) or "nothing"
    later = " It receives every new permission." if receiving_roles().filter(pk=role.pk).exists() else ""
    return f"{role.name} (role {role.pk}) opens {opened}.{later}"


@contextmanager
def confirmed(
    what: Group | Permission, question: str, *, without_asking: bool, out: OutputWrapper
) -> Iterator[None]:
    """Write to ``out`` what a role opens, ask on a terminal, and hold it so while its grant is changed.

    A single permission is what it is called, so it is never asked about. Raises CommandError when
    the answer is no, and when the role is no longer what was shown.
    """
    if isinstance(what, Permission):
        yield
        return
    shown = role_in_words(what)
    out.write(shown, style_func=str)
    if not without_asking and sys.stdin.isatty():
        _ask(question, out)
    with one_change_at_a_time():
        now = Group.objects.filter(pk=what.pk).first()
        if now is None or role_in_words(now) != shown:
            raise CommandError("The role was changed meanwhile, so nothing is done. Look at it once more.")
        yield


def _ask(question: str, out: OutputWrapper) -> None:
    out.write(f"{question} [y/N]", style_func=str, ending=" ")
    out.flush()
    try:
        answer = input()
    except EOFError:
        answer = ""
    if answer.strip().lower() not in ("y", "yes"):
        raise CommandError("Nothing is changed.")
