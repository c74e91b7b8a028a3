"""List, rotate and export the provider's signing keys."""

import os
from argparse import ArgumentParser
from pathlib import Path
from time import sleep
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from identity.keys import signing_keys, store
from identity.keys.exceptions import RotationUnderWay
from identity.models import SigningKey
from resources.encryption import Undecryptable


class Command(BaseCommand):
    help = "The keys that sign tokens: one is active, the next is published already, retired ones still."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="list|rotate|export")
        actions.add_parser("list", help="show every key with its state")
        actions.add_parser(
            "rotate",
            help="let the next key sign from now on; tokens signed before stay good until they expire",
        )
        export = actions.add_parser("export", help="write a private key in PEM, for a backup or a move")
        export.add_argument("kid", nargs="?", metavar="KID", help="default: the active key's")
        export.add_argument("file", metavar="FILE", help="a new file; only you will be able to read it")

    def handle(self, *, action: str, **options: Any) -> None:
        store.ensure_keys()
        {"list": self.list, "rotate": self.rotate, "export": self.export}[action](**options)

    def list(self, **_options: Any) -> None:
        for key in SigningKey.objects.order_by("created"):
            self.stdout.write(f"{key.kid}  {key.state:<7}  made {key.created:%Y-%m-%d %H:%M} UTC")

    def rotate(self, **_options: Any) -> None:
        _wait_until_published()
        try:
            key = signing_keys.rotate()
        except RotationUnderWay as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{key.kid} signs now.")

    def export(self, *, kid: str | None, file: str, **_options: Any) -> None:
        keys = SigningKey.objects.filter(kid=kid) if kid else SigningKey.objects.filter(state="active")
        key = keys.first()
        if key is None:
            raise CommandError(f"There is no signing key {kid!r}. See them with: signing_key list")
        try:
            _write_secret(Path(file), store.private_pem(key))
        except FileExistsError as error:
            raise CommandError(f"{file} exists already and is left as it is.") from error
        except (OSError, Undecryptable) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{key.kid} is in {file}.")


def _wait_until_published() -> None:
    """Wait, when keys are rotated twice in a row, until every process has read the next key."""
    made = SigningKey.objects.filter(state="next").values_list("created", flat=True).first()
    if made:
        age = (timezone.now() - made).total_seconds()
        sleep(max(0.0, signing_keys.REREAD_SECONDS - age))


def _write_secret(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
