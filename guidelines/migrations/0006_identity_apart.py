"""The database shows whose a record is to nobody by accident: row-level security, three ways in."""

from django.db import migrations

FORWARD = """
ALTER TABLE guidelines_identity ENABLE ROW LEVEL SECURITY;
CREATE POLICY guidelines_identity_opened ON guidelines_identity
    USING (current_setting('portal.identity', true) = 'on')
    WITH CHECK (current_setting('portal.identity', true) = 'on');

-- Not in SQL: a session keeps the plans of plpgsql, and pages ask these.
CREATE FUNCTION guidelines_is_of(of_record bigint, home bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM public.guidelines_identity AS each
        WHERE each.record_id = of_record AND each.administration_id = home
    );
END $$;

CREATE FUNCTION guidelines_records_of(home bigint, author bigint DEFAULT NULL)
RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT each.record_id FROM public.guidelines_identity AS each
    WHERE each.administration_id = home AND (author IS NULL OR each.author_id = author);
END $$;

CREATE FUNCTION guidelines_identity_of(of_record bigint) RETURNS SETOF public.guidelines_identity
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT each.* FROM public.guidelines_identity AS each
    WHERE each.record_id = of_record;
END $$;

REVOKE ALL ON FUNCTION
    guidelines_is_of(bigint, bigint), guidelines_records_of(bigint, bigint),
    guidelines_identity_of(bigint)
FROM PUBLIC;

-- To the role of the portal, whatever it is called: the one that writes the table.
DO $$
DECLARE writer text;
BEGIN
    FOR writer IN
        SELECT DISTINCT grantee FROM information_schema.role_table_grants
        WHERE table_name = 'guidelines_identity' AND privilege_type = 'INSERT'
    LOOP
        EXECUTE format(
            'GRANT EXECUTE ON FUNCTION guidelines_is_of(bigint, bigint),'
            ' guidelines_records_of(bigint, bigint), guidelines_identity_of(bigint) TO %I',
            writer
        );
    END LOOP;
END $$;
"""

BACKWARD = """
DROP FUNCTION guidelines_identity_of(bigint);
DROP FUNCTION guidelines_records_of(bigint, bigint);
DROP FUNCTION guidelines_is_of(bigint, bigint);
DROP POLICY guidelines_identity_opened ON guidelines_identity;
ALTER TABLE guidelines_identity DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("guidelines", "0005_versions_stay_whole")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
