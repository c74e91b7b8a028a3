"""Delete what has expired."""

from typing import Any

from django.core.management.base import BaseCommand

from identity.cleanup import delete_expired


class Command(BaseCommand):
    help = (
        "Delete expired tokens, codes, sessions, sign-ins, redemptions of refresh tokens, rate counters,"
        " retired signing keys, refusals of more than 90 days ago, and changes of films, books and other"
        " records of more than a year ago; end the oldest logins of whoever has very many. The site does"
        " so by itself once a day."
    )

    def handle(self, **_options: Any) -> None:
        for what, number in delete_expired().items():
            self.stdout.write(f"{number} {what}")
