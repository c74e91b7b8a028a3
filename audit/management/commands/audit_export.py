"""Write the whole audit trail as JSON lines."""

import json
from typing import Any

from django.core.management.base import BaseCommand

from audit.chain import BEGINNING
from audit.verification import stored


class Command(BaseCommand):
    help = (
        "Write the audit trail to standard output, an entry a line as JSON; the last line is the count"
        " and the head. Keep it elsewhere: with it, audit_verify --export finds what is cut off the end."
    )

    def handle(self, **_options: Any) -> None:
        count, head = 0, BEGINNING
        for data, mac in stored():
            self.stdout.write(json.dumps({**data, "mac": mac}))
            count, head = data["id"], mac
        self.stdout.write(json.dumps({"count": count, "head": head}))
