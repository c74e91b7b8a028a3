from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("movies", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="movie",
            name="prominence",
            field=models.SmallIntegerField(default=0, editable=False),
        ),
        migrations.RunSQL(
            "UPDATE movies_movie SET prominence = year + CASE WHEN poster = '' THEN 0 ELSE 10000 END",
            migrations.RunSQL.noop,
        ),
        migrations.AddIndex(
            model_name="movie",
            index=models.Index(fields=["prominence", "id"], name="movies_by_prominence"),
        ),
    ]
