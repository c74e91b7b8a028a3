"""Register the applications that may use this provider."""

import json
import webbrowser
from argparse import ArgumentParser
from typing import Any

import jwt
from django.core.management.base import BaseCommand, CommandError

from identity.clients.exceptions import RegistrationRefused
from identity.clients.registration import (
    Registration,
    describe,
    described_clients,
    new_secret,
    register,
    remove,
)
from identity.clients.trial import Trial, ensure_client, wait_for_answer
from identity.management_api.scopes import SCOPES


class Command(BaseCommand):
    help = "Add, list and remove the applications that may ask for tokens."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="add|list|secret|try|remove")
        add = actions.add_parser(
            "add",
            help="register an application; prints its id and, this once, its secret",
            description="Register an application. With --redirect-uri people log in to it; with --grant it is"
            " a machine that acts for itself (client credentials). Prints its id and, this once, its secret.",
        )
        add.add_argument("--id", help="the client id (default: a random one)")
        add.add_argument("--name", help="what people are shown (default: the id)")
        for name, metavar, meaning in (
            ("--redirect-uri", "URL", "where people return after login"),
            ("--logout-uri", "URL", "where they may be sent after logout"),
            ("--audience", "URL", "an API it may ask tokens for (one of our own with --redirect-uri: all)"),
            ("--grant", "PERMISSION", "what a machine may do, such as list:books"),
            (
                "--management",
                "SCOPE",
                "what a machine may do at the Management API, such as read:users, or all",
            ),
        ):
            once_more = f"{meaning}; may be repeated"
            add.add_argument(name, action="append", default=[], metavar=metavar, help=once_more)
        add.add_argument(
            "--public", action="store_true", help="it runs in a browser or on a phone and can keep no secret"
        )
        add.add_argument(
            "--third-party",
            action="store_true",
            help="it is not our own: people are asked what it may do for them",
        )
        add.add_argument(
            "--backchannel-logout-uri",
            default="",
            metavar="URL",
            help="where it is told that somebody has logged out (OpenID Connect Back-Channel Logout 1.0)",
        )
        add.add_argument(
            "--backchannel-logout-session-required",
            action="store_true",
            help="it is told of each session by its sid, also when all of a person's end",
        )
        add.add_argument("--json", action="store_true", help="print JSON")
        listing = actions.add_parser("list", help="show every application")
        listing.add_argument("--json", action="store_true", help="print JSON")
        secret = actions.add_parser(
            "secret", help="give an application another secret, and print it this once"
        )
        secret.add_argument("id", help="the client id")
        trial = actions.add_parser(
            "try",
            help="log in to a third-party client in a browser, to see the consent page and what it allows",
        )
        trial.add_argument("id", help="the client id; where there is none of this id, one is made to try")
        removal = actions.add_parser(
            "remove", help="remove an application; its tokens end at once where they are asked about"
        )
        removal.add_argument("id", nargs="?", help="the client id")
        removal.add_argument("--id", dest="named", help="the same, as for add")

    def handle(self, *, action: str, **options: Any) -> None:
        try:
            getattr(self, "try_" if action == "try" else action)(**options)
        except RegistrationRefused as error:
            raise CommandError(str(error)) from error

    def add(self, *, name: str | None, json: bool, **options: Any) -> None:
        client, secret = register(
            Registration(
                name=name or "",
                client_id=options["id"],
                redirect_uris=options["redirect_uri"],
                logout_uris=options["logout_uri"],
                audiences=options["audience"],
                grants=options["grant"],
                management=SCOPES if "all" in options["management"] else options["management"],
                backchannel_logout_uri=options["backchannel_logout_uri"],
                backchannel_logout_session_required=options["backchannel_logout_session_required"],
                public=options["public"],
                third_party=options["third_party"],
            )
        )
        described = describe(client) | ({"secret": secret} if secret else {})
        if json:
            self._print_json(described)
            return
        self.stdout.write(f"id      {client.client_id}")
        if secret:
            self.stdout.write(f"secret  {secret}")

    def list(self, *, json: bool, **_options: Any) -> None:
        clients = described_clients()
        if json:
            self._print_json(clients)
            return
        for client in clients:
            self.stdout.write(f"{client['id']}  {client['name']}  ({client['kind']})")

    def secret(self, *, id: str, **_options: Any) -> None:
        self.stdout.write(new_secret(id))

    def try_(self, *, id: str, **_options: Any) -> None:
        trial = Trial(ensure_client(id).client_id)
        self.stdout.write(f"Log in and decide, in a browser:\n\n  {trial.address}\n")
        webbrowser.open(trial.address)
        tokens = trial.redeem(wait_for_answer())
        if "access_token" not in tokens:
            raise CommandError(tokens.get("error_description") or tokens.get("error") or "Nothing came back.")
        claims = jwt.decode(tokens["access_token"], options={"verify_signature": False})
        for name in ("sub", "aud", "scope", "permissions"):
            self.stdout.write(f"{name:<12} {claims.get(name)}")

    def remove(self, *, id: str | None, named: str | None, **_options: Any) -> None:
        client_id = id or named
        if client_id is None:
            raise CommandError("Name the client to remove. See them with: client list")
        remove(client_id)
        self.stdout.write(f"{client_id} is removed.")

    def _print_json(self, value: object) -> None:
        self.stdout.write(json.dumps(value, indent=2))
