"""Give somebody a role or a permission."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from directory.confirmation import confirmed
from directory.grants import UnknownGrant, grant, role_or_permission
from directory.lookups import person_named


class Command(BaseCommand):
    help = (
        "Give somebody a role or one permission directly. It is in their next token; where the directory"
        " is asked as well, at once. Nothing happens when they have it already. Of a role it shows what it"
        " opens, and on a terminal asks first."
    )
    requires_system_checks = ()  # They would import every view; `serve` and `check` make them.

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("user", help="the user name, such as robin")
        parser.add_argument("what", help="a role such as Managers, or a permission such as write:books")
        parser.add_argument("--yes", action="store_true", help="give a role without asking")

    def handle(self, *, user: str, what: str, yes: bool, **_options: Any) -> None:
        person = person_named(user)
        try:
            found = role_or_permission(what)
            with confirmed(found, f"Give this role to {user}?", without_asking=yes, out=self.stderr):
                grant(person, found)
        except UnknownGrant as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{user} has {what}.")
