"""``manage.py drop_resource NAME``: what ./run startresource --remove does in the database."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from directory.permission_sync import grantable_permissions
from permissions_api.audiences import audience_of
from permissions_api.resource import Resource, declared_resources


class Command(BaseCommand):
    help = "Drop the tables of a resource's app, and list who was given something of it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--drop-data", action="store_true", help="also where they have rows")

    def handle(self, *, name: str, drop_data: bool, **_options: Any) -> None:
        resource = next((each for each in declared_resources() if each.name == name), None)
        if resource is None or not apps.is_installed(name):
            raise CommandError(f"{name!r} is no resource with an app of its own.")
        tables = connection.introspection.table_names()
        models = [model for model in apps.get_app_config(name).get_models() if model._meta.db_table in tables]
        rows = sum(model._default_manager.count() for model in models)
        if rows and not drop_data:
            raise CommandError(f"{name} has {rows} rows. Say --drop-data to lose them.")
        if "django_migrations" in tables:
            for line in _given(resource):
                self.stdout.write(line)
            call_command("migrate", name, "zero", verbosity=0)


def _given(resource: Resource) -> Iterator[str]:
    """Yield who was given what: it stays, grants nothing, and counts again if the resource comes back."""
    for permission in grantable_permissions().filter(codename__in=resource.permissions):
        for user in permission.user_set.all():
            yield f"  {user} was given {permission.codename}."
        for role in permission.group_set.all():
            yield f"  The role {role} has {permission.codename}."
    if apps.is_installed("identity"):
        grants, audiences = (
            apps.get_model("identity", "ClientGrant"),
            apps.get_model("identity", "ClientAudience"),
        )
        for grant in grants.objects.filter(permission__in=resource.permissions):
            yield f"  The client {grant.application.client_id} was given {grant.permission}."
        for asked in audiences.objects.filter(audience=audience_of(resource)):
            yield f"  The client {asked.application.client_id} may ask for {asked.audience}."
