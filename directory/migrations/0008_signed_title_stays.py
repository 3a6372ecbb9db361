"""What is signed is named in French, too, and stays so."""

from django.db import migrations, models

KEEP = """
CREATE OR REPLACE FUNCTION directory_keep_signed() RETURNS trigger LANGUAGE plpgsql AS $$
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
        NEW.administration_id, NEW.act, NEW.subject, {titles of new}, NEW.text, NEW.digest,
        NEW.drafted_by_id, NEW.drafted_at, NEW.signed_by_id, NEW.signed_at, NEW.signed_as,
        NEW.closes_at
    ) IS DISTINCT FROM ROW(
        OLD.administration_id, OLD.act, OLD.subject, {titles of old}, OLD.text, OLD.digest,
        OLD.drafted_by_id, OLD.drafted_at, OLD.signed_by_id, OLD.signed_at, OLD.signed_as,
        OLD.closes_at
    ) THEN
        RAISE EXCEPTION 'what was signed never changes' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""

FORWARD = KEEP.replace("{titles of new}", "NEW.title, NEW.title_fr").replace(
    "{titles of old}", "OLD.title, OLD.title_fr"
)
BACKWARD = KEEP.replace("{titles of new}", "NEW.title").replace("{titles of old}", "OLD.title")


class Migration(migrations.Migration):
    dependencies = [("directory", "0007_two_give_a_seat")]

    operations = [
        migrations.AddField(
            model_name="signing",
            name="title_fr",
            field=models.CharField(blank=True, max_length=200, verbose_name="about, in French"),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
