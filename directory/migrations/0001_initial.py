from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    # The permission rows made after this migration need both tables to be complete.
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.CreateModel(
            name="Grantable",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
            ],
            options={
                "verbose_name": "API permission",
                "managed": False,
                "default_permissions": (),
            },
        ),
    ]
