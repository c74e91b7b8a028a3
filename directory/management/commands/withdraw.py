"""Take a role or a permission from somebody."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from directory.confirmation import confirmed
from directory.effective_permissions import effective_permissions
from directory.exceptions import LastRoleEditor
from directory.grants import UnknownGrant, role_or_permission, withdraw
from directory.lookups import person_named


class Command(BaseCommand):
    help = (
        "Take a role, or a permission given directly, from somebody. Their next token is without it;"
        " where the directory is asked as well, it ends at once. Nothing happens when they do not have it."
        " Of a role it shows what it opens, and on a terminal asks first."
    )
    requires_system_checks = ()  # They would import every view; `serve` and `check` make them.

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("user", help="the user name, such as robin")
        parser.add_argument("what", help="a role such as Managers, or a permission such as write:books")
        parser.add_argument("--yes", action="store_true", help="take a role without asking")

    def handle(self, *, user: str, what: str, yes: bool, **_options: Any) -> None:
        person = person_named(user)
        try:
            found = role_or_permission(what)
            with confirmed(found, f"Take this role from {user}?", without_asking=yes, out=self.stderr):
                withdraw(person, found)
        except (UnknownGrant, LastRoleEditor) as error:
            raise CommandError(str(error)) from error
        if what in effective_permissions(person):
            self.stdout.write(f"{user} holds {what} through a role still, not directly.")
        else:
            self.stdout.write(f"{user} does not have {what}.")
