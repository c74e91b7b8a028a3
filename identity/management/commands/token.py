"""Print one access token and nothing else, for curl and scripts."""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from directory.effective_permissions import effective_permissions
from directory.lookups import person_named
from directory.subjects import subject_of
from identity.clients.applications import MANAGE_CLIENT_ID
from identity.clients.scopes import permissions_for
from identity.keys.store import GREATEST_LIFETIME
from identity.token.token_claims import mint_access_token
from permissions_api.audiences import known_audiences
from permissions_api.conf import conf


class Command(BaseCommand):
    help = (
        "Print an access token of one person for one API, as if they had logged in. Use it at once, such"
        ' as: curl -H "Authorization: Bearer $(./run token batman)" …/api/movies/. It is no login: what asks'
        " for a fresh one, such as removing a role, refuses it."
    )
    requires_system_checks = ()  # They would import every view; `serve` and `check` make them.

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("user", help="the user name of an active person")
        parser.add_argument(
            "--audience",
            default=conf.AUDIENCE,
            help=f"which API the token is for: {', '.join(known_audiences())} (default: the first)",
        )
        parser.add_argument(
            "--lifetime",
            type=int,
            default=settings.ACCESS_TOKEN_SECONDS,
            metavar="SECONDS",
            help=f"from 1 to {GREATEST_LIFETIME} seconds (default: %(default)s)",
        )

    def handle(self, *, user: str, audience: str, lifetime: int, **_options: Any) -> None:
        person = person_named(user)
        if not person.is_active:
            raise CommandError(f"{user} is deactivated and gets no token.")
        if audience not in known_audiences():
            raise CommandError(f"Unknown audience {audience!r}. Known: {', '.join(known_audiences())}.")
        if not 1 <= lifetime <= GREATEST_LIFETIME:
            raise CommandError(f"A lifetime is from 1 to {GREATEST_LIFETIME} seconds, not {lifetime}.")
        held = effective_permissions(person)
        token = mint_access_token(
            subject=subject_of(person),
            client_id=MANAGE_CLIENT_ID,
            audience=audience,
            held=held,
            # As if all had been asked for, so that an API that demands scopes is opened too.
            scopes=permissions_for(audience, held),
            expires_at=int(time.time()) + lifetime,
        )
        self.stdout.write(token)
