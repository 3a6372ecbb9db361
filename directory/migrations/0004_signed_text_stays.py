"""The database itself keeps what was signed: its words, its digest, who signed and when."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION directory_keep_signed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'DELETE'
        AND NEW.digest <> encode(sha256(convert_to(NEW.text, 'UTF8')), 'hex') THEN
        RAISE EXCEPTION 'the digest of a signing is not that of its text'
            USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'INSERT' OR OLD.signed_at IS NULL THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'DELETE' OR ROW(
        NEW.administration_id, NEW.act, NEW.subject, NEW.title, NEW.text, NEW.digest,
        NEW.drafted_by_id, NEW.drafted_at, NEW.signed_by_id, NEW.signed_at, NEW.signed_as,
        NEW.closes_at
    ) IS DISTINCT FROM ROW(
        OLD.administration_id, OLD.act, OLD.subject, OLD.title, OLD.text, OLD.digest,
        OLD.drafted_by_id, OLD.drafted_at, OLD.signed_by_id, OLD.signed_at, OLD.signed_as,
        OLD.closes_at
    ) THEN
        RAISE EXCEPTION 'what was signed never changes' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER directory_signing_keep BEFORE INSERT OR UPDATE OR DELETE ON directory_signing
    FOR EACH ROW EXECUTE FUNCTION directory_keep_signed();
"""

BACKWARD = "DROP FUNCTION directory_keep_signed CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("directory", "0003_kinds_of_seat")]
    replaces = [("directory", "0013_signed_text_stays")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
