"""``manage.py doctor``: look at this site and its issuer from the outside, and say what is wrong."""

import sys
from argparse import SUPPRESS, ArgumentParser
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from permissions_api.conf import faults
from permissions_api.tokens.verification import LONGEST_TOKEN
from project.doctor import report
from project.doctor.catalogue import CHECKS, TOKEN_CHECKS
from project.doctor.findings import Check, Severity
from project.doctor.outside import Outside
from project.doctor.tokens import ReadToken

ERRORS_FOUND, COULD_NOT_RUN = 1, 2  # exit statuses; 0 is for no error, whatever the warnings
STANDARD_INPUT = "-"


class Command(BaseCommand):
    help = (
        "Look at this site and its issuer from the outside: what is wrong, why it matters, what to set."
        " Exit status 0: no error; 1: errors; 2: could not look."
    )
    # They are a finding among others: whoever asks a doctor is not well.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--only", metavar="ID", action="append", default=[], help="ask this alone; again for more"
        )
        parser.add_argument("--json", action="store_true", help="for programs")
        parser.add_argument(
            "--token",
            metavar="-",
            default="",
            help="explain the token on standard input, which is shown nowhere",
        )
        # Else argparse would repeat it: it may be a token.
        parser.add_argument("superfluous", nargs="*", help=SUPPRESS)
        parser.add_argument("--list", action="store_true", help="what is looked at, as a table of Markdown")

    def handle(
        self,
        *,
        only: Sequence[str],
        json: bool,
        token: str,
        list: bool,
        superfluous: Sequence[str],
        **_options: Any,
    ) -> None:
        if list:
            self.stdout.write(report.as_table([*CHECKS, *TOKEN_CHECKS]))
            return
        for message, hint in faults():
            raise CommandError(f"{message} {hint}", returncode=COULD_NOT_RUN)
        if superfluous or token not in ("", STANDARD_INPUT):
            raise CommandError(
                "A token is read from standard input alone: ./run doctor --token - < FILE",
                returncode=COULD_NOT_RUN,
            )
        patient: ReadToken | Outside = ReadToken(_read_token()) if token else Outside()
        findings = [
            finding
            for check in _chosen(TOKEN_CHECKS if token else CHECKS, only)
            for finding in check.findings(patient)
        ]
        self.stdout.write(report.as_json(findings) if json else report.in_words(findings))
        if any(finding.severity is Severity.ERROR for finding in findings):
            sys.exit(ERRORS_FOUND)


def _chosen(checks: Sequence[Check], only: Sequence[str]) -> list[Check]:
    ids = [check.id for check in checks]
    for name in only:
        if name not in ids:
            raise CommandError(
                f"There is no {name!r}. There are: {', '.join(ids)}.", returncode=COULD_NOT_RUN
            )
    return [check for check in checks if not only or check.id in only]


def _read_token() -> str:
    """Read one token, and no more than a token can be long; what is no text becomes what no token holds."""
    if sys.stdin.isatty():
        raise CommandError(
            "A terminal would show the token. Send it: ./run doctor --token - < FILE, or pbpaste | ./run"
            " doctor --token -",
            returncode=COULD_NOT_RUN,
        )
    words = sys.stdin.buffer.read(2 * LONGEST_TOKEN).decode("utf-8", "replace").split()
    return " ".join(words[1:] if words[:1] and words[0].lower() == "bearer" else words)
