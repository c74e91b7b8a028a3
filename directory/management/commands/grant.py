"""Give somebody a role or a permission."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from directory.grants import UnknownGrant, grant
from directory.named import person_named


class Command(BaseCommand):
    help = (
        "Give somebody a role or one permission directly. It is in their next token; where the directory"
        " is asked as well, at once. Nothing happens when they have it already."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("user", help="the user name, such as robin")
        parser.add_argument("what", help="a role such as Managers, or a permission such as write:books")

    def handle(self, *, user: str, what: str, **_options: Any) -> None:
        try:
            grant(person_named(user), what)
        except UnknownGrant as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{user} has {what}.")
