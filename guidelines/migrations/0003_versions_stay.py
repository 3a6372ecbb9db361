"""The database itself keeps what was published: its words, its digest, its number and its label."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION guidelines_keep_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR ROW(
        NEW.record_id, NEW.number, NEW.public_id, NEW.marking, NEW.content, NEW.digest, NEW.note,
        NEW.published_at
    ) IS DISTINCT FROM ROW(
        OLD.record_id, OLD.number, OLD.public_id, OLD.marking, OLD.content, OLD.digest, OLD.note,
        OLD.published_at
    ) THEN
        RAISE EXCEPTION 'what was published never changes' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER guidelines_version_keep BEFORE UPDATE OR DELETE ON guidelines_version
    FOR EACH ROW EXECUTE FUNCTION guidelines_keep_version();
"""

BACKWARD = "DROP FUNCTION guidelines_keep_version CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("guidelines", "0002_cells")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
