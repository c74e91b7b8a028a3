"""Check that nobody changed the audit trail."""

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError

from audit.drift import drifts
from audit.verification import Broken, End, head_in, verify_export, verify_table

DRIFT = 2  # the exit status when the chain is whole and the tables are not what it tells


class Command(BaseCommand):
    help = (
        "Walk the chain of the audit trail and say where it broke. Ends with 1 when it did, and with 2 when"
        " it is whole but people, roles or permissions are not what it tells, or it knows nothing of them."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        kept = parser.add_mutually_exclusive_group()
        kept.add_argument(
            "--export",
            type=Path,
            metavar="FILE",
            help="what audit_export wrote before; nothing may be missing",
        )
        kept.add_argument(
            "--head",
            type=Path,
            metavar="FILE",
            help="what audit_export --head wrote before; the trail must reach as far, and by the same entry",
        )

    def handle(self, *, export: Path | None, head: Path | None, **_options: Any) -> None:
        try:
            claimed = _read(export, verify_export) or _read(head, head_in)
            end = verify_table(claimed)
        except Broken as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{end.count} entries, none changed. Head: {end.head or 'none'}")
        drifted = 0
        for sentence in drifts():
            drifted += 1
            self.stderr.write(sentence)
        if drifted:
            raise CommandError(
                f"{drifted} {'differs' if drifted == 1 else 'differ'} from the trail: {_why(end)}",
                returncode=DRIFT,
            )


def _why(end: End) -> str:
    if end.count == 0:
        return "it is empty, though people or roles are there: all of its entries were deleted."
    return "changed past it, by a queryset or by SQL, or the trail was cut."


def _read(path: Path | None, read: Callable[[IO[str]], End]) -> End | None:
    if path is None:
        return None
    try:
        with path.open(encoding="utf-8") as file:
            return read(file)
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path} cannot be read: {error}.") from error
