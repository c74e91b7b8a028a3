from django.db import migrations

NO_SECRET = "client_secret$$"  # noqa: S105  a hash of nothing


def forget_secrets(apps, schema_editor):
    """Public clients were stored with a slow hash of the empty secret."""
    clients = apps.get_model("oauth2_provider", "Application")._base_manager
    clients.filter(client_type="public").update(client_secret=NO_SECRET)


class Migration(migrations.Migration):
    dependencies = [
        ("identity", "0003_redemption"),
    ]

    operations = [
        migrations.RunPython(forget_secrets, migrations.RunPython.noop),
    ]
