from django.db import migrations

# Our copy of what was signed goes when a person's data is erased; nothing else ever changes.
GUARD = """
CREATE FUNCTION signatures_refuse_all_but_erasing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR NEW.document <> ''
        OR to_jsonb(NEW) - 'document' IS DISTINCT FROM to_jsonb(OLD) - 'document'
    THEN
        RAISE EXCEPTION '% rows of % are never allowed', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
DROP TRIGGER signatures_signature_is_final ON signatures_signature;
CREATE TRIGGER signatures_signature_is_final BEFORE UPDATE OR DELETE ON signatures_signature
    FOR EACH ROW EXECUTE FUNCTION signatures_refuse_all_but_erasing();
DROP TRIGGER signatures_upgrade_is_final ON signatures_upgrade;
CREATE TRIGGER signatures_upgrade_is_final BEFORE UPDATE OR DELETE ON signatures_upgrade
    FOR EACH ROW EXECUTE FUNCTION signatures_refuse_all_but_erasing();
"""

UNGUARD = """
DROP TRIGGER signatures_upgrade_is_final ON signatures_upgrade;
CREATE TRIGGER signatures_upgrade_is_final BEFORE UPDATE OR DELETE ON signatures_upgrade
    FOR EACH ROW EXECUTE FUNCTION signatures_refuse_change();
DROP TRIGGER signatures_signature_is_final ON signatures_signature;
CREATE TRIGGER signatures_signature_is_final BEFORE UPDATE OR DELETE ON signatures_signature
    FOR EACH ROW EXECUTE FUNCTION signatures_refuse_change();
DROP FUNCTION signatures_refuse_all_but_erasing();
"""


class Migration(migrations.Migration):
    dependencies = [("signatures", "0011_levels_of_messages_and_bare_documents")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
