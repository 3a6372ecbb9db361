"""The cells of the matrix, kept by the database itself."""

from django.db import migrations

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
        ('guidelines', '0001_initial'),
    ]

    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
