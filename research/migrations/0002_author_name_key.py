from itertools import batched

from django.db import migrations, models

from directory.models.administration import sort_key


def keep_keys(apps, schema_editor):
    """Give every author the key of the name."""
    authors = apps.get_model("research", "Author").objects.using(schema_editor.connection.alias)
    rows = authors.only("name").order_by("pk").iterator(chunk_size=2_000)
    for batch in batched(rows, 2_000):
        for author in batch:
            author.name_key = sort_key(author.name)[:190]
        authors.bulk_update(batch, ["name_key"])


class Migration(migrations.Migration):

    dependencies = [
        ('research', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='author',
            name='name_key',
            field=models.CharField(default='', editable=False, max_length=190),
        ),
        migrations.RunPython(keep_keys, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='author',
            index=models.Index(fields=['name_key'], name='research_author_key'),
        ),
    ]
