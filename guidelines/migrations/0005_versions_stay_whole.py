"""The database keeps the rest of a version too: its clearance, its HTML, and the table as a whole."""

from django.db import migrations

KEPT = """
CREATE OR REPLACE FUNCTION guidelines_keep_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP IN ('DELETE', 'TRUNCATE') THEN
        RAISE EXCEPTION 'what was published never changes' USING ERRCODE = 'check_violation';
    END IF;
    IF ROW(
        NEW.record_id, NEW.number, NEW.public_id, NEW.marking, NEW.content, NEW.digest, NEW.note,
        NEW.published_at, NEW.cleared_at
    ) IS DISTINCT FROM ROW(
        OLD.record_id, OLD.number, OLD.public_id, OLD.marking, OLD.content, OLD.digest, OLD.note,
        OLD.published_at, OLD.cleared_at
    ) OR (NEW.html IS DISTINCT FROM OLD.html AND NEW.rendering = OLD.rendering) THEN
        RAISE EXCEPTION 'what was published never changes' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""
WHOLE = """
CREATE TRIGGER guidelines_version_whole BEFORE TRUNCATE ON guidelines_version
    FOR EACH STATEMENT EXECUTE FUNCTION guidelines_keep_version();
"""
BEFORE = """
DROP TRIGGER guidelines_version_whole ON guidelines_version;

CREATE OR REPLACE FUNCTION guidelines_keep_version() RETURNS trigger LANGUAGE plpgsql AS $$
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
"""


class Migration(migrations.Migration):
    dependencies = [("guidelines", "0004_first_use")]

    operations = [migrations.RunSQL(KEPT + WHOLE, BEFORE)]
