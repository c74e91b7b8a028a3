"""Let somebody try again who has been slowed down."""

from argparse import ArgumentParser
from ipaddress import ip_address
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from oauth2_provider.models import Application

from directory.lookups import person_named
from identity.accounts.login_limit import name_key
from identity.clients.authentication import counted_as
from permissions_api.addresses import same_caller
from resources.rate_limits.counters import forget


class Command(BaseCommand):
    help = (
        "Forget the attempts counted for a user name or a network address, so that it can be tried again"
        " at once. Somebody who is locked out may need both: the name, and the address they come from."
    )
    requires_system_checks = ()  # They would import every view; `serve` and `check` make them.

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("who", metavar="USER|ADDRESS", help="such as robin, 203.0.113.7 or 2001:db8::1")

    def handle(self, *, who: str, **_options: Any) -> None:
        keys = _keys_of_address(same_caller(who)) if _is_address(who) else [name_key(_known(who))]
        forgotten = sum(forget(key) for key in keys)
        self.stdout.write(f"{who} is unlocked." if forgotten else f"Nothing was counted for {who}.")


def _keys_of_address(address: str) -> list[str]:
    clients = Application.objects.values_list("client_id", flat=True)
    return [address, *(counted_as(client_id, address) for client_id in clients)]


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _known(username: str) -> str:
    try:
        return person_named(username).username
    except CommandError as error:
        raise CommandError(f"{error} Nor is it a network address.") from error
