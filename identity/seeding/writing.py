"""Let people, roles and clients be as a seed file says. What it does not name stays as it is."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError as ModelError
from oauth2_provider.models import Application
from rest_framework.exceptions import APIException
from rest_framework.serializers import Serializer

from audit.trail import wait_turn
from directory.backends.base import AccountChange, GrantsChange, RoleChange
from directory.backends.django import DjangoDirectory
from directory.policies import one_change_at_a_time
from directory.roles.serializers import RoleBodySerializer
from directory.subjects import subject_of
from directory.users.serializers import NewUserSerializer, UserChangeSerializer
from identity.clients import hashers, registration
from identity.clients.exceptions import RegistrationRefused
from identity.clients.registration import Registration
from identity.management_api.records import keep
from identity.management_api.roles import KEPT, as_seen
from identity.management_api.scopes import SCOPES
from identity.seeding.document import SECRETS, Entry, SeedError

directory = DjangoDirectory()


@dataclass(slots=True)
class Outcome:
    """How many of each section were made or changed, and the secrets of clients that were made here."""

    touched: dict[str, int] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)


def refuse_secrets(document: Mapping[str, Sequence[Entry]]) -> None:
    """Raise SeedError for a password or a client's secret in the file."""
    for entry in (entry for entries in document.values() for entry in entries):
        for name in SECRETS:
            if name in entry.values:
                raise SeedError(
                    entry.lines[name],
                    f"{name} is for the demo alone: people choose theirs by a link, machines are given one.",
                )


@one_change_at_a_time()
def write(document: Mapping[str, Sequence[Entry]]) -> Outcome:
    """Make and change all of it, or nothing. Raises SeedError, and LastRoleEditor."""
    outcome = Outcome()
    for section, entries in document.items():
        outcome.touched[section] = 0
        for entry in entries:
            before = wait_turn().count
            with _told(entry):
                WRITERS[section](entry.values, outcome)
            outcome.touched[section] += wait_turn().count > before
    return outcome


@contextmanager
def _told(entry: Entry) -> Iterator[None]:
    """Say of a refusal which entry it is about."""
    try:
        yield
    except APIException as error:
        raise SeedError(_line_of(entry, error.detail), _sentence(error.detail)) from error
    except ModelError as error:
        raise SeedError(entry.line, " ".join(error.messages)) from error
    except RegistrationRefused as error:
        raise SeedError(entry.line, str(error)) from error


def _line_of(entry: Entry, detail: Any) -> int:
    """Return the line of the property that a refusal names, else the entry's."""
    names = [name for name in detail if name in entry.lines] if isinstance(detail, dict) else []
    return entry.lines[names[0]] if names else entry.line


def _sentence(detail: Any) -> str:
    if isinstance(detail, dict):
        detail = list(detail.values())
    return " ".join(map(_sentence, detail)) if isinstance(detail, list) else str(detail)


def _checked(serializer: type[Serializer], values: Mapping[str, Any], *names: str) -> dict[str, Any]:
    checked = serializer(data={name: values[name] for name in names if name in values})
    checked.is_valid(raise_exception=True)
    return dict(checked.validated_data)


def _write_role(values: Mapping[str, Any], _outcome: Outcome) -> None:
    role = Group.objects.filter(name=values["name"]).first()
    if role is None:
        wanted = _checked(RoleBodySerializer, {"permissions": [], **values}, "name", "permissions")
        id = directory.create_role(wanted["name"], wanted["permissions"], None).id
    else:
        id = directory.change_role(
            str(role.pk), RoleChange(permissions=values.get("permissions")), None, as_seen
        ).id
    if "description" in values:
        keep(KEPT, id, {"description": values["description"]})


def _write_person(values: Mapping[str, Any], _outcome: Outcome) -> None:
    user = User.objects.filter(username=User.normalize_username(values["username"])).first()
    if user is None:
        sent = {"name": values["username"], **values}
        made = directory.create_account(**_checked(NewUserSerializer, sent, "username", "name", "email"))
        user = User.objects.get(username=made.username)
    id = subject_of(user)
    change = _checked(UserChangeSerializer, values, "name", "email", "active")
    directory.change_account(id, AccountChange(**change), None, as_seen)
    if "roles" in values or "permissions" in values:
        present = directory.account(id).grants
        roles = _role_ids(values["roles"]) if "roles" in values else [role.id for role in present.roles]
        permissions = values.get("permissions", present.permissions)
        directory.set_grants(id, GrantsChange(roles, permissions), None, as_seen)
    if "password" in values and not user.check_password(values["password"]):
        user.set_password(values["password"])
        user.save(update_fields=["password"])


def _role_ids(names: Sequence[str]) -> list[str]:
    found = {role.name: str(role.pk) for role in Group.objects.filter(name__in=names)}
    if unknown := [name for name in names if name not in found]:
        raise RegistrationRefused(f"There is no role {', '.join(map(repr, unknown))}.")
    return list(found.values())


def _write_client(values: Mapping[str, Any], outcome: Outcome) -> None:
    named = {name: value for name, value in values.items() if name not in ("id", "secret")}
    if named.get("management") == ["all"]:
        named["management"] = SCOPES
    asked = Registration(client_id=values["id"], **named)
    client, secret = Application.objects.filter(client_id=values["id"]).first(), values.get("secret")
    if client is None:
        _, made = registration.register(asked, secret)
        if made and not secret:
            outcome.secrets[values["id"]] = made
        return
    registration.change(client, asked)
    if secret and not hashers.fits(secret, client.client_secret):
        client.client_secret = secret
        client.save()


WRITERS: Mapping[str, Callable[[Mapping[str, Any], Outcome], None]] = {
    "roles": _write_role,
    "people": _write_person,
    "clients": _write_client,
}
