from django.db import migrations

GUARD = """
CREATE FUNCTION signatures_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% rows of % are never allowed', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER signatures_signature_is_final BEFORE UPDATE OR DELETE ON signatures_signature
    FOR EACH ROW EXECUTE FUNCTION signatures_refuse_change();
CREATE TRIGGER signatures_certificate_is_final BEFORE UPDATE OR DELETE ON signatures_certificate
    FOR EACH ROW EXECUTE FUNCTION signatures_refuse_change();
"""

UNGUARD = """
DROP TRIGGER signatures_signature_is_final ON signatures_signature;
DROP TRIGGER signatures_certificate_is_final ON signatures_certificate;
DROP FUNCTION signatures_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("signatures", "0001_certificates_and_signatures")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
