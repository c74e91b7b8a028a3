"""Let people, roles and clients be as a file says."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rest_framework.exceptions import APIException

from identity.seeding.document import SeedError, read
from identity.seeding.writing import refuse_secrets, write


class Command(BaseCommand):
    help = "Make and change the roles, people and clients of a YAML file: all of them, or none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="as docs/management-api.md describes")
        parser.add_argument("--yes", action="store_true", help="that it is meant, on a site that is no demo")

    def handle(self, *, file: Path, yes: bool, **_options: Any) -> None:
        if not settings.DEMO and not yes:
            raise CommandError(
                "This site is no demo. If its people and clients are to be changed, add --yes."
            )
        try:
            document = read(file)
            if not settings.DEMO:
                refuse_secrets(document)
            outcome = write(document)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except SeedError as error:
            raise CommandError(f"{file}, {error} Nothing was changed.") from error
        except APIException as error:
            raise CommandError(f"{file}: {error.detail} Nothing was changed.") from error
        for section, number in outcome.touched.items():
            self.stdout.write(f"{section}: {number} of {len(document[section])} made or changed")
        for client_id, secret in outcome.secrets.items():
            self.stdout.write(f"{client_id} has the secret {secret}")
