"""The cells of the matrix, kept by the database itself, and briefings."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import portal.identifiers

# From facets such as `technology:ai-ml` and `phase:pilot` to `ai-ml|pilot`.
FORWARD = """
CREATE FUNCTION guidelines_cells(facets varchar[]) RETURNS varchar[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(substr(technology, 12) || '|' || substr(phase, 7)), '{}')::varchar[]
    FROM unnest(facets) AS technology, unnest(facets) AS phase
    WHERE technology LIKE 'technology:%' AND phase LIKE 'phase:%'
$$;
-- No field of the model: to check one of this kind, a worker would need the database to start.
ALTER TABLE guidelines_record ADD COLUMN cells varchar[]
    GENERATED ALWAYS AS (guidelines_cells(facets)) STORED;
CREATE INDEX guidelines_cells ON guidelines_record (audience_id, kind, cells)
    WHERE state = 'published';
"""
BACKWARD = """
ALTER TABLE guidelines_record DROP COLUMN cells;
DROP FUNCTION guidelines_cells(varchar[]);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("guidelines", "0006_after"),
        ("files", "0001_initial"),
        ("taxonomy", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.CreateModel(
            name="Briefing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.CharField(default=portal.identifiers.new_public_id, editable=False, max_length=12, unique=True)),
                ("language", models.CharField(choices=[("en", "English"), ("fr", "French")], max_length=2)),
                ("state", models.CharField(choices=[("waiting", "Being made"), ("ready", "Ready"), ("failed", "Failed"), ("gone", "Deleted")], default="waiting", max_length=7, verbose_name="state")),
                ("step", models.PositiveSmallIntegerField(choices=[(0, "Waits for its turn"), (1, "Collecting what you may read"), (2, "Setting the pages"), (3, "Done")], default=0, editable=False)),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="asked")),
                ("leased_until", models.DateTimeField(editable=False, null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("expires_at", models.DateTimeField(editable=False, null=True, verbose_name="kept until")),
                ("records", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, editable=False)),
                ("file", models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile")),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="briefings", to=settings.AUTH_USER_MODEL)),
                ("technology", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="taxonomy.technology")),
            ],
            options={
                "verbose_name": "briefing",
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("state", "waiting")), fields=("person", "technology", "language"), name="guidelines_one_briefing"),
                    models.CheckConstraint(condition=models.Q(models.Q(("state", "ready"), _negated=True), models.Q(("file__isnull", False), ("expires_at__isnull", False)), _connector="OR"), name="guidelines_briefing_ready"),
                ],
            },
        ),
    ]
