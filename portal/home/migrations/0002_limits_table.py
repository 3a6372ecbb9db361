"""The table where limits are counted while Valkey is down."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("home", "0001_initial")]
    replaces = [("home", "0001_cache_table")]

    operations = [
        migrations.RunSQL(
            """
            CREATE TABLE home_cache (
                cache_key varchar(255) PRIMARY KEY,
                value text NOT NULL,
                expires timestamptz NOT NULL
            );
            CREATE INDEX home_cache_expires ON home_cache (expires);
            """,
            "DROP TABLE home_cache",
        )
    ]
