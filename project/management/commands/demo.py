"""``manage.py demo``: fill the demo and serve it."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from books.models import Book
from directory.demo import PASSWORD, PEOPLE, STAFF, make_demo_people
from movies.models import Movie
from project.server import serve

CATALOGUES = (
    (Movie, "import_movies", settings.BASE_DIR / "movies" / "catalogue.jsonl"),
    (Book, "import_books", settings.BASE_DIR / "books" / "catalogue.jsonl"),
)


class Command(BaseCommand):
    help = "Make the people and the catalogue of the demo, then serve it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-server", action="store_true", help="prepare everything and return")

    def handle(self, *, no_server: bool, **_options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo is off. ./run demo turns it on; DEMO=1 does in the environment.")
        call_command("migrate", verbosity=0)
        for model, command, catalogue in CATALOGUES:
            # What somebody deleted or changed in the demo stays as they left it.
            if not model.objects.exists():
                call_command(command, str(catalogue), quiet=True)
        if settings.EMBEDDED:
            make_demo_people()
        if no_server:
            self.stdout.write(f"{_banner()}\n  Ready. ./run demo serves it.")
        else:
            serve(self.stdout, f"{_banner()}\n  Ctrl-C stops it.")


def _banner() -> str:
    lines = ["", f"  Usher is at {settings.SITE_URL}", ""]
    if not settings.EMBEDDED:
        return "\n".join([*lines, f"  People log in at {settings.ISSUER}", ""])
    for person in PEOPLE:
        holds = ", ".join([person.role or "no role", *person.directly])
        lines.append(f"    {person.username:<8} {PASSWORD}   {holds}")
    if settings.ADMIN:
        lines.append(f"    {STAFF:<8} {PASSWORD}   staff, for {settings.SITE_URL}/admin/ alone")
    return "\n".join([*lines, "", f"  API docs: {settings.SITE_URL}/api/docs/", ""])
