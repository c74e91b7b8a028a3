"""Switch faults of the issuer on and off, to see what a site does about them."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from identity.faults import switches as faults
from identity.keys import signing_keys
from identity.models import Fault


class Command(BaseCommand):
    help = "Make the issuer slow, failing or moved on purpose: in the demo on this machine alone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="on|off|list")
        words = "; ".join(f"{kind}: {meaning}" for kind, meaning in faults.KINDS.items())
        on = actions.add_parser("on", help="switch a fault on", description=words)
        on.add_argument("kind", choices=faults.KINDS)
        on.add_argument(
            "--at",
            action="append",
            choices=faults.PLACES,
            help="where (default: everywhere); may be repeated",
        )
        on.add_argument(
            "--seconds", type=int, help="how slow (default: 30), or how far the clock is off (600)"
        )
        off = actions.add_parser("off", help="switch a fault off, or all")
        off.add_argument("kind", nargs="?", choices=faults.KINDS)
        actions.add_parser("list", help="show the faults that are on")

    def handle(self, *, action: str, **options: Any) -> None:
        if not faults.may_be_made():
            raise CommandError(
                "Faults are for the demo on this machine alone: they take DEMO=1, and a SITE_URL on loopback."
            )
        {"on": self.on, "off": self.off, "list": self.list}[action](**options)

    def on(self, *, kind: str, at: list[str] | None, seconds: int | None, **_options: Any) -> None:
        usual, least, most = faults.SECONDS.get(kind, (0, 0, 0))
        wanted = usual if seconds is None else seconds
        if not least <= wanted <= most:
            raise CommandError(f"--seconds for {kind} is from {least} to {most}.")
        if kind == faults.ROTATED and not faults.in_force(kind):
            # Twice, so that the one that signs was never published before.
            signing_keys.rotate()
            signing_keys.rotate()
        faults.switch_on(kind, at or list(faults.PLACES), wanted)
        self.list()

    def off(self, *, kind: str | None, **_options: Any) -> None:
        self.stdout.write(f"{faults.switch_off(kind)} switched off.")

    def list(self, **_options: Any) -> None:
        for fault in Fault.objects.order_by("kind", "place"):
            self.stdout.write(str(fault))
