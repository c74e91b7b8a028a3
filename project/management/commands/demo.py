"""``manage.py demo``: fill the demo and serve it."""

import os
from argparse import SUPPRESS, ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from books.models import Book
from directory.demo import PASSWORD, PEOPLE, STAFF, make_demo_people
from movies.models import Movie
from permissions_api.conf import conf
from permissions_api.strategies import STRATEGIES
from project.doctor.start import warn_of_what_is_wrong
from project.processes import PictureFetcher, one_for_all, one_for_each, serve_together
from project.server import end_with_parent, serve
from project.tenant import SITE_CLIENT_ID, serve_with_tenant

CATALOGUES = (
    (Movie, "import_movies", settings.BASE_DIR / "movies" / "catalogue.jsonl"),
    (Book, "import_books", settings.BASE_DIR / "books" / "catalogue.jsonl"),
)
SEPARATE = "token_exchange"  # the strategy of --separate, unless one is named


class Command(BaseCommand):
    help = "Make the people and the catalogue of the demo, then serve it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-server", action="store_true", help="prepare everything and return")
        parser.add_argument(
            "--separate", action="store_true", help="a process for each API, the site's gateway before them"
        )
        parser.add_argument(
            "--with-tenant",
            nargs="?",
            const=f"http://localhost:{settings.PORT + 1}",
            metavar="ADDRESS",
            help="a second Usher as the tenant of the site, which knows it by settings alone"
            " (default: the next port of localhost)",
        )
        # What --with-tenant starts its two processes with.
        parser.add_argument("--for-site", metavar="ADDRESS", help=SUPPRESS)
        parser.add_argument("--with-parent", action="store_true", help=SUPPRESS)

    def handle(self, *, no_server: bool, separate: bool, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo is off. ./run demo turns it on; DEMO=1 does in the environment.")
        if options["with_tenant"]:
            serve_with_tenant(self.stdout, options["with_tenant"], people())
            return
        if options["with_parent"]:
            end_with_parent()
        if separate:
            _choose_a_gateway()
        self._say("the database")
        call_command("migrate", verbosity=0)
        for model, command, catalogue in CATALOGUES:
            # What somebody deleted or changed in the demo stays as they left it.
            if not model.objects.exists():
                self._say(f"the {model._meta.verbose_name_plural}")
                call_command(command, str(catalogue), quiet=True)
        if settings.EMBEDDED:
            self._say("the people")
            make_demo_people()
        if options["for_site"]:
            from identity.clients import first_party  # noqa: PLC0415  installed only when embedded

            first_party.ensure_client_of_site(options["for_site"], SITE_CLIENT_ID)
        if no_server:
            self.stdout.write(f"{_banner()}\n  Ready. ./run demo serves it.")
            return
        with PictureFetcher():
            self._serve(separate)

    def _serve(self, separate: bool) -> None:
        if separate:
            serve_together(self.stdout, _banner(), one_for_each(), apps="none")
        elif conf.strategy.gateway and not settings.GATEWAY_UPSTREAMS:
            serve_together(self.stdout, _banner(), one_for_all(), apps=",".join(settings.APPS))
        else:
            warn_of_what_is_wrong(self.stderr)
            serve(self.stdout, f"{_banner()}\n  Ctrl-C stops it.")

    def _say(self, what: str) -> None:
        """Name a step, which takes a moment, or minutes on a busy machine."""
        self.stdout.write(f"  … preparing {what}")
        self.stdout.flush()


def _choose_a_gateway() -> None:
    """Let the processes run under a strategy in which the site asks the APIs: the SPA reaches it alone."""
    strategy = os.environ.setdefault("AUDIENCE_STRATEGY", SEPARATE)
    found = STRATEGIES.get(strategy)
    if found is None or not (found.gateway or found.sessions):
        raise CommandError(
            f"AUDIENCE_STRATEGY={strategy} has no gateway, and APIs in processes of their own need one."
            f" Set AUDIENCE_STRATEGY={SEPARATE}, gateway_client_credentials or backend_for_frontend."
        )
    if settings.GATEWAY_UPSTREAMS:
        raise CommandError("GATEWAY_UPSTREAMS is set, and --separate starts the APIs itself. Unset it.")


def people() -> list[str]:
    """Return a line for each person: name, password, and what they hold."""
    holds = {person.username: [person.role or "no role", *person.directly] for person in PEOPLE}
    return [f"    {name:<8} {PASSWORD}   {', '.join(held)}" for name, held in holds.items()]


def _banner() -> str:
    lines = ["", f"  Usher is at {settings.SITE_URL}", ""]
    if not settings.EMBEDDED:
        return "\n".join([*lines, f"  People log in at {conf.ISSUER}", ""])
    lines += people()
    if settings.ADMIN:
        lines.append(f"    {STAFF:<8} {PASSWORD}   staff, for {settings.SITE_URL}/admin/ alone")
    return "\n".join([*lines, "", f"  API docs: {settings.SITE_URL}/api/docs/", ""])
