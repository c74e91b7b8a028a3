"""``manage.py auth0_export DIR``: what a tenant at Auth0 must hold for this site, for auth0-deploy-cli."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from project.auth0.files import Refused, write
from project.auth0.tenant import wanted_tenant

MANAGEMENT_AUDIENCE = "https://##AUTH0_DOMAIN##/api/v2/"


class Command(BaseCommand):
    help = (
        "Write the APIs, clients, grants, roles and the Action that this site's settings need at a tenant of"
        " Auth0, as files that auth0-deploy-cli imports. Secrets are names of variables, never written."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path)

    def handle(self, *, folder: Path, **_options: Any) -> None:
        try:
            written, removed = write(wanted_tenant(MANAGEMENT_AUDIENCE), folder)
        except (Refused, OSError) as error:
            raise CommandError(str(error)) from error
        for path in written:
            self.stdout.write(f"wrote {folder / path}")
        for path in removed:
            self.stdout.write(f"removed {folder / path}, which is no longer needed")
        self.stdout.write(f"docs/auth0.md says how {folder} comes to the tenant.")
