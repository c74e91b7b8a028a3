from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("directory", "0003_name_reading")]

    operations = [
        migrations.CreateModel(
            name="TenantAnswer",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("kind", models.CharField(db_index=True, max_length=40)),
                ("body", models.TextField(default="")),
                ("asked_at", models.FloatField(default=0)),
                ("claimed_until", models.FloatField(default=0)),
            ],
            options={"default_permissions": ()},
        ),
        migrations.CreateModel(
            name="TenantBudget",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("free_at", models.FloatField(default=0, help_text="seconds since 1970")),
            ],
            options={"default_permissions": ()},
        ),
    ]
