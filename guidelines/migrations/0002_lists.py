"""What a record cites, and the orders of the lists."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("guidelines", "0001_initial"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="record", name="guidelines_newest"),
        migrations.AddField(
            model_name="record",
            name="links",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=10), default=list, editable=False
            ),
        ),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(
                condition=models.Q(("state", "published")),
                fields=["kind", "-published_at", "-id"],
                include=("audience", "facet_keys"),
                name="guidelines_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(
                condition=models.Q(("state", "published")),
                fields=["kind", "-changed_at", "-id"],
                name="guidelines_changed",
            ),
        ),
        migrations.AddIndex(
            model_name="record",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["links"], name="guidelines_links"
            ),
        ),
    ]
