"""Shut somebody out at once."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from directory.backends.base import changeable_directory
from directory.exceptions import LastRoleEditor
from directory.lookups import person_named
from directory.subjects import subject_of


class Command(BaseCommand):
    help = (
        "Make somebody inactive and end their sessions and refresh tokens; what they were given stays"
        " for when they may log in again. Nothing happens when they are inactive already."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("user", help="the user name, such as robin")

    def handle(self, *, user: str, **_options: Any) -> None:
        try:
            changeable_directory().suspend(subject_of(person_named(user)), actor=None)
        except LastRoleEditor as error:
            raise CommandError(str(error)) from error
        undo = "Whoever may edit people and holds as much can undo it; else a superuser in the admin."
        self.stdout.write(f"{user} is suspended. {undo}")
