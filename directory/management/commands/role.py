"""Show a role, and choose whether it receives every new permission."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from directory.confirmation import role_in_words
from directory.lookups import role_named
from directory.policies import one_change_at_a_time
from directory.receiving_roles import let_receive


class Command(BaseCommand):
    help = (
        "Show what a role opens. With an option, let it receive every permission that a resource declares"
        " from then on, or no longer; what it holds already stays as it is."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="the role's name, such as Managers")
        parser.add_argument(
            "--receives-new-permissions", choices=("yes", "no"), help="change whether it receives them"
        )

    def handle(self, *, name: str, receives_new_permissions: str | None, **_options: Any) -> None:
        with one_change_at_a_time():
            role = role_named(name)
            if receives_new_permissions:
                let_receive(role, receives_new_permissions == "yes")
        self.stdout.write(role_in_words(role))
