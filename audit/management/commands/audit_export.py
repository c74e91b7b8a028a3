"""Write the whole audit trail as JSON lines."""

import json
from argparse import ArgumentParser
from dataclasses import astuple
from typing import Any

from django.core.management.base import BaseCommand

from audit.chain import BEGINNING
from audit.verification import stored, stored_head


class Command(BaseCommand):
    help = (
        "Write the audit trail to standard output, an entry a line as JSON; the last line is the count"
        " and the head. Keep it elsewhere: with it, audit_verify --export finds what is cut off the end, and"
        " with the last line alone, which --head writes, audit_verify --head does."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--head", action="store_true", help="write the count and the head alone")

    def handle(self, *, head: bool, **_options: Any) -> None:
        if head:
            self._end(*astuple(stored_head()))
            return
        count, last = 0, BEGINNING
        for data, mac in stored():
            self.stdout.write(json.dumps({**data, "mac": mac}))
            count, last = data["id"], mac
        self._end(count, last)

    def _end(self, count: int, head: str) -> None:
        self.stdout.write(json.dumps({"count": count, "head": head}))
