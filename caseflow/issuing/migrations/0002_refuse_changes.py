from django.db import migrations

# The data sheet and the place of the file may change: both go when a person's data is erased.
FINAL = "application_id, event_id, number, digest, size, made_at"
GUARD = f"""
CREATE FUNCTION issuing_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% rows of % are never allowed', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER issuing_slip_is_final
    BEFORE UPDATE OF {FINAL}, form OR DELETE ON issuing_slip
    FOR EACH ROW EXECUTE FUNCTION issuing_refuse_change();
CREATE TRIGGER issuing_result_is_final
    BEFORE UPDATE OF {FINAL}, reference, outcome, electronic, signature_id OR DELETE
    ON issuing_result FOR EACH ROW EXECUTE FUNCTION issuing_refuse_change();
"""

UNGUARD = """
DROP TRIGGER issuing_slip_is_final ON issuing_slip;
DROP TRIGGER issuing_result_is_final ON issuing_result;
DROP FUNCTION issuing_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("issuing", "0001_slips_and_results")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
