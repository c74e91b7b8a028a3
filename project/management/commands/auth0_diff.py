"""``manage.py auth0_diff``: how a tenant at Auth0 differs from what this site wants of it."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from directory.backends.auth0.exceptions import Refused, TenantUnavailable
from permissions_api.conf import conf
from permissions_api.loopback import is_https_or_loopback
from project.auth0.drift import drift
from project.auth0.reading import read_tenant
from project.auth0.tenant import wanted_tenant

DIFFERS, UNKNOWN = 1, 2


class Command(BaseCommand):
    help = (
        "Compare a tenant of Auth0, asked by the machine client of AUTH0_MANAGEMENT_CLIENT_ID, with what this"
        " site's settings and declarations want. Status 0: no difference; 1: some; 2: nobody can say."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *, json: bool, **_options: Any) -> None:
        _check_settings()
        try:
            found = read_tenant()
        except (TenantUnavailable, Refused) as error:
            raise CommandError(error.sentence, returncode=UNKNOWN) from error
        client_id = "" if settings.EMBEDDED else conf.CLIENT_ID
        differences = drift(wanted_tenant(settings.AUTH0_MANAGEMENT_URL), found, client_id)
        self.stdout.write(_as_json(differences) if json else _as_text(differences))
        if differences:
            raise SystemExit(DIFFERS)


def _check_settings() -> None:
    for name in ("AUTH0_MANAGEMENT_URL", "AUTH0_MANAGEMENT_CLIENT_ID", "AUTH0_MANAGEMENT_CLIENT_SECRET"):
        if not getattr(settings, name):
            raise CommandError(
                f"{name} is not set. docs/auth0.md says where it is found.", returncode=UNKNOWN
            )
    if not is_https_or_loopback(settings.AUTH0_MANAGEMENT_URL):
        raise CommandError(
            f"AUTH0_MANAGEMENT_URL={settings.AUTH0_MANAGEMENT_URL} is not https.", returncode=UNKNOWN
        )


def _as_json(differences: list[Any]) -> str:
    return json.dumps([asdict(each) for each in differences], indent=2)


def _as_text(differences: list[Any]) -> str:
    if not differences:
        return "The tenant is as this site wants it."
    return "\n".join(f"{each.record}: {each.sentence} ({each.code})" for each in differences)
