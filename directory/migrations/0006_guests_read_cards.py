"""Contacts of partners that are invited to the directory read the cards that officers read."""

from django.db import migrations

BEFORE = ["members", "role:administrator", "secretariat"]
AFTER = ["guests", *BEFORE]
# The cards, what the search index keeps of them, and what was told of them.
COPIES = (
    "UPDATE directory_person SET audience_id = %s WHERE audience_id = %s",
    "UPDATE search_entry SET audience_id = %s WHERE audience_id = %s"
    " AND lower(object_type) = 'directory.person'",
    "UPDATE notifications_event SET audience_id = %s WHERE audience_id = %s"
    " AND lower(object_type) = 'directory.person'",
)


def move(schema_editor, before, after):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT id FROM markings_audience WHERE tokens = %s::text[]", [before])
        known = cursor.fetchone()
        if known is None:
            return  # nobody has a card yet
        cursor.execute(
            "INSERT INTO markings_audience (tokens) VALUES (%s::text[])"
            " ON CONFLICT (tokens) DO UPDATE SET tokens = EXCLUDED.tokens RETURNING id",
            [after],
        )
        new = cursor.fetchone()[0]
        for statement in COPIES:
            cursor.execute(statement, [new, known[0]])


def let_guests_read(apps, schema_editor):
    move(schema_editor, BEFORE, AFTER)


def let_members_alone_read(apps, schema_editor):
    move(schema_editor, AFTER, BEFORE)


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0005_partner_openings"),
        ("markings", "0001_initial"),
        ("notifications", "0001_initial"),
        ("search", "0001_initial"),
    ]

    operations = [migrations.RunPython(let_guests_read, let_members_alone_read)]
