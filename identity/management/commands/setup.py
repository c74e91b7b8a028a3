"""Make the roles and the first manager of a real site."""

import sys
from argparse import ArgumentParser
from getpass import getpass
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group, User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from directory.grants import grant
from directory.receiving_roles import receiving_roles
from directory.starting_roles import MANAGERS, make_starting_roles
from directory.validators import illegible, username_taken


class Command(BaseCommand):
    help = (
        "Make the roles Managers and Employees and a first manager. Asks for what is not given. Run again,"
        " it changes nothing: roles keep what they have, and may be called otherwise by now; a person who"
        " exists keeps the password."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--username", help="the manager's user name")
        parser.add_argument("--email", help="the manager's e-mail address")
        parser.add_argument(
            "--password-file", type=Path, metavar="FILE", help="a file that holds the password"
        )

    def handle(
        self, *, username: str | None, email: str | None, password_file: Path | None, **_o: Any
    ) -> None:
        managers = _managers()
        username = username or _ask("User name of the first manager: ")
        if User.objects.filter(username=username).exists():
            grant(User.objects.get(username=username), managers)
            self.stdout.write(f"{username} is there already and is a manager.")
            return
        user = User(username=username, email=_ask("E-mail address: ") if email is None else email)
        password = _read(password_file) if password_file else _ask_password()
        _check(user, password)
        with transaction.atomic():
            user.set_password(password)
            user.save()
            grant(user, managers)
        self.stdout.write(f"{username} is a manager and can log in.")


def _managers() -> Group:
    """Return the role of the managers, whatever it is called by now; made where it is missing."""
    role = make_starting_roles()[MANAGERS]
    if not receiving_roles().filter(pk=role.pk).exists():
        raise CommandError(
            f"There is a role called {role.name}, but none that receives new permissions, so nobody can say"
            f" who made it and for what. Look at it with: ./run role {role.name}. If it is the managers',"
            f" say so with: ./run role {role.name} --receives-new-permissions yes"
        )
    return role


def _check(user: User, password: str) -> None:
    username = User.normalize_username(user.username)
    if sentence := illegible(username) or username_taken(username):
        raise CommandError(sentence)
    try:
        validate_password(password, user)
        user.full_clean(exclude=["password"])
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error


def _read(path: Path) -> str:
    try:
        return path.read_text().rstrip("\r\n")
    except OSError as error:
        raise CommandError(f"The password file cannot be read: {error}.") from error


def _ask(question: str) -> str:
    if not sys.stdin.isatty():
        raise CommandError("Nobody is here to answer. Give --username, --email and --password-file.")
    return input(question).strip()


def _ask_password() -> str:
    if not sys.stdin.isatty():
        raise CommandError("Nobody is here to answer. Give --password-file.")
    password = getpass("Password: ")
    if getpass("Password, once more: ") != password:
        raise CommandError("The two passwords differ.")
    return password
