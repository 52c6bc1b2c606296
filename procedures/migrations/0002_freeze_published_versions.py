from django.db import migrations

PARTS = ["channelterm", "doubt", "fee", "requiredpaper", "resulttype", "step"]

FREEZE_VERSION = """
CREATE FUNCTION procedures_freeze_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'draft' THEN
            RAISE EXCEPTION 'a version begins as a draft' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.state = 'draft' THEN
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.state = 'published' AND NEW.state IN ('published', 'retired')
        AND to_jsonb(NEW) - ARRAY['state', 'valid_to'] = to_jsonb(OLD) - ARRAY['state', 'valid_to']
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'version % is % and cannot change', OLD.id, OLD.state
        USING ERRCODE = 'check_violation';
END $$;

CREATE TRIGGER procedures_freeze_version
    BEFORE INSERT OR UPDATE OR DELETE ON procedures_procedureversion
    FOR EACH ROW EXECUTE FUNCTION procedures_freeze_version();
"""

FREEZE_PART = """
CREATE FUNCTION procedures_freeze_part() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM FROM procedures_procedureversion WHERE id = OLD.version_id AND state <> 'draft';
        IF FOUND THEN
            RAISE EXCEPTION 'version % is published and cannot change', OLD.version_id
                USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    PERFORM FROM procedures_procedureversion WHERE id = NEW.version_id AND state <> 'draft';
    IF FOUND THEN
        RAISE EXCEPTION 'version % is published and cannot change', NEW.version_id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
""" + "".join(
    f"""
CREATE TRIGGER procedures_freeze_part
    BEFORE INSERT OR UPDATE OR DELETE ON procedures_{part}
    FOR EACH ROW EXECUTE FUNCTION procedures_freeze_part();
"""
    for part in PARTS
)

THAW = "".join(
    f"DROP TRIGGER procedures_freeze_part ON procedures_{part};\n" for part in PARTS
) + """
DROP FUNCTION procedures_freeze_part();
DROP TRIGGER procedures_freeze_version ON procedures_procedureversion;
DROP FUNCTION procedures_freeze_version();
"""

FREEZE_DEEDS = """
CREATE FUNCTION procedures_freeze_deed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'publishing deeds are only added' USING ERRCODE = 'check_violation';
END $$;

CREATE TRIGGER procedures_freeze_deed
    BEFORE UPDATE OR DELETE ON procedures_publishingdeed
    FOR EACH ROW EXECUTE FUNCTION procedures_freeze_deed();
"""

THAW_DEEDS = """
DROP TRIGGER procedures_freeze_deed ON procedures_publishingdeed;
DROP FUNCTION procedures_freeze_deed();
"""


class Migration(migrations.Migration):
    dependencies = [("procedures", "0001_catalogue")]

    operations = [
        migrations.RunSQL(FREEZE_VERSION, migrations.RunSQL.noop),
        migrations.RunSQL(FREEZE_PART, THAW),
        migrations.RunSQL(FREEZE_DEEDS, THAW_DEEDS),
    ]
