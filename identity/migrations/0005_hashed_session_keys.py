"""Keep hashes of session keys. Those that stand in the clear are deleted, so everybody logs in once more."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def end_sessions(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("identity", "BrowserSession").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("identity", "0004_public_clients_have_no_secret")]

    operations = [
        migrations.RunPython(end_sessions, end_sessions),
        migrations.AlterField(
            model_name="browsersession",
            name="session_key",
            field=models.CharField(max_length=64, primary_key=True, serialize=False),
        ),
    ]
