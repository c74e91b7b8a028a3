"""Take a role or a permission from somebody."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from directory.django import effective_permissions
from directory.errors import LastRoleEditor
from directory.grants import UnknownGrant, withdraw
from directory.named import person_named


class Command(BaseCommand):
    help = (
        "Take a role, or a permission given directly, from somebody. Their next token is without it;"
        " where the directory is asked as well, it ends at once. Nothing happens when they do not have it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("user", help="the user name, such as robin")
        parser.add_argument("what", help="a role such as Managers, or a permission such as write:books")

    def handle(self, *, user: str, what: str, **_options: Any) -> None:
        person = person_named(user)
        try:
            withdraw(person, what)
        except (UnknownGrant, LastRoleEditor) as error:
            raise CommandError(str(error)) from error
        if what in effective_permissions(person):
            self.stdout.write(f"{user} holds {what} through a role still, not directly.")
        else:
            self.stdout.write(f"{user} does not have {what}.")
