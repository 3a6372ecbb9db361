"""The database itself refuses to change the log; of personal values it allows erasure alone."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is append-only: % on % is refused', TG_OP, TG_TABLE_NAME;
END $$;

CREATE FUNCTION audit_erase_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL AND NEW.values = '{}'::jsonb
        AND NEW.salt = '' AND NEW.id = OLD.id AND NEW.event_id = OLD.event_id THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'personal values of the audit log can only be erased';
END $$;

CREATE TRIGGER audit_event_keep BEFORE UPDATE OR DELETE ON audit_event
    FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_seal_keep BEFORE UPDATE OR DELETE ON audit_seal
    FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_personal_keep BEFORE DELETE ON audit_personal
    FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_personal_erase BEFORE UPDATE ON audit_personal
    FOR EACH ROW EXECUTE FUNCTION audit_erase_only();
CREATE TRIGGER audit_event_whole BEFORE TRUNCATE ON audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_seal_whole BEFORE TRUNCATE ON audit_seal
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_personal_whole BEFORE TRUNCATE ON audit_personal
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
"""

BACKWARD = """
DROP FUNCTION audit_refuse CASCADE;
DROP FUNCTION audit_erase_only CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
