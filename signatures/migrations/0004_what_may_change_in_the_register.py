from django.db import migrations

GUARD = """
DROP TRIGGER signatures_certificate_is_final ON signatures_certificate;
CREATE FUNCTION signatures_refuse_other_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    added text[] := TG_ARGV[0]::text[];
BEGIN
    IF TG_OP = 'DELETE'
        OR to_jsonb(NEW) - added IS DISTINCT FROM to_jsonb(OLD) - added
        OR EXISTS (
            SELECT FROM jsonb_each_text(to_jsonb(OLD)) AS known
            WHERE known.key = ANY (added) AND known.value NOT IN ('', '\\x')
                AND known.value IS DISTINCT FROM to_jsonb(NEW) ->> known.key)
    THEN
        RAISE EXCEPTION '% rows of % are never allowed', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER signatures_certificate_is_final BEFORE UPDATE OR DELETE ON signatures_certificate
    FOR EACH ROW EXECUTE FUNCTION
    signatures_refuse_other_change('{encoded,authority_id,registered_at}');
CREATE TRIGGER signatures_authority_is_final BEFORE UPDATE OR DELETE ON signatures_authority
    FOR EACH ROW EXECUTE FUNCTION signatures_refuse_other_change('{issued_by_id}');
CREATE TRIGGER signatures_deed_is_final BEFORE UPDATE OR DELETE ON signatures_certificatedeed
    FOR EACH ROW EXECUTE FUNCTION signatures_refuse_change();
CREATE TRIGGER signatures_list_is_final BEFORE UPDATE OR DELETE ON signatures_revocationlist
    FOR EACH ROW EXECUTE FUNCTION signatures_refuse_change();
"""

UNGUARD = """
DROP TRIGGER signatures_list_is_final ON signatures_revocationlist;
DROP TRIGGER signatures_deed_is_final ON signatures_certificatedeed;
DROP TRIGGER signatures_authority_is_final ON signatures_authority;
DROP TRIGGER signatures_certificate_is_final ON signatures_certificate;
DROP FUNCTION signatures_refuse_other_change();
CREATE TRIGGER signatures_certificate_is_final BEFORE UPDATE OR DELETE ON signatures_certificate
    FOR EACH ROW EXECUTE FUNCTION signatures_refuse_change();
"""


class Migration(migrations.Migration):
    """What was unknown of a certificate may be added later; what is known never changes."""

    dependencies = [("signatures", "0003_register_of_certificates")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
