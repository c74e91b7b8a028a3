"""Know the role that receives every new permission by a marker; until now it was the one called Managers."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def mark_managers(apps: Any, schema_editor: Any) -> None:
    database = schema_editor.connection.alias
    group, marker = apps.get_model("auth", "Group"), apps.get_model("directory", "ReceivingRole")
    for role in group.objects.using(database).filter(name="Managers"):
        marker.objects.using(database).create(role=role)


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("directory", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReceivingRole",
            fields=[
                (
                    "role",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to="auth.group",
                    ),
                ),
            ],
            options={
                "verbose_name": "role that receives every new permission",
                "verbose_name_plural": "roles that receive every new permission",
                "default_permissions": (),
            },
        ),
        migrations.RunPython(mark_managers, migrations.RunPython.noop),
    ]
