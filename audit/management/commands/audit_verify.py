"""Check that nobody changed the audit trail."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit.drift import drifts
from audit.verification import Broken, End, verify_table, verify_with_export

DRIFT = 2  # the exit status when the chain is whole and the tables are not what it tells


class Command(BaseCommand):
    help = (
        "Walk the chain of the audit trail and say where it broke. Ends with 1 when it did, and with 2 when"
        " it is whole but roles or permissions are not what it tells."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--export",
            type=Path,
            metavar="FILE",
            help="what audit_export wrote before; nothing may be missing",
        )

    def handle(self, *, export: Path | None, **_options: Any) -> None:
        try:
            end = _verify(export)
        except Broken as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{end.count} entries, none changed. Head: {end.head or 'none'}")
        drifted = 0
        for sentence in drifts():
            drifted += 1
            self.stderr.write(sentence)
        if drifted:
            raise CommandError(
                f"{drifted} {'differs' if drifted == 1 else 'differ'} from the trail: changed past it, by a"
                " queryset or by SQL.",
                returncode=DRIFT,
            )


def _verify(export: Path | None) -> End:
    if export is None:
        return verify_table()
    try:
        with export.open(encoding="utf-8") as file:
            return verify_with_export(file)
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"The export cannot be read: {error}.") from error
