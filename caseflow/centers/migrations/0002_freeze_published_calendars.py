from django.db import migrations

FREEZE = """
CREATE FUNCTION centers_refuse_published_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.published_at IS NOT NULL THEN
        RAISE EXCEPTION 'calendar version % is published and cannot be changed', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER published_versions_stay
    BEFORE UPDATE OR DELETE ON centers_calendarversion
    FOR EACH ROW EXECUTE FUNCTION centers_refuse_published_version();

CREATE FUNCTION centers_refuse_published_day() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched bigint[] := CASE TG_OP
        WHEN 'INSERT' THEN ARRAY[NEW.version_id]
        WHEN 'DELETE' THEN ARRAY[OLD.version_id]
        ELSE ARRAY[OLD.version_id, NEW.version_id] END;
BEGIN
    -- The lock makes a publication under way wait for us, or us for it.
    PERFORM FROM centers_calendarversion WHERE id = ANY (touched) FOR SHARE;
    IF EXISTS (
        SELECT FROM centers_calendarversion
        WHERE id = ANY (touched) AND published_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'the days of a published calendar version cannot be changed'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER published_days_stay
    BEFORE INSERT OR UPDATE OR DELETE ON centers_calendarday
    FOR EACH ROW EXECUTE FUNCTION centers_refuse_published_day();
"""

THAW = """
DROP TRIGGER published_days_stay ON centers_calendarday;
DROP TRIGGER published_versions_stay ON centers_calendarversion;
DROP FUNCTION centers_refuse_published_day();
DROP FUNCTION centers_refuse_published_version();
"""


class Migration(migrations.Migration):
    dependencies = [("centers", "0001_places_and_calendars")]

    operations = [migrations.RunSQL(FREEZE, THAW)]
