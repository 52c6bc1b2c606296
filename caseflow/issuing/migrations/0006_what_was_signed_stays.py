from django.db import migrations

# A decision of an agency is followed by another one, a signature by nothing. A scan that no key
# signed may be signed later.
GUARD = """
CREATE TRIGGER issuing_signingpolicy_is_final BEFORE UPDATE OR DELETE ON issuing_signingpolicy
    FOR EACH ROW EXECUTE FUNCTION issuing_refuse_change();
CREATE TRIGGER issuing_signingstep_is_final BEFORE UPDATE OR DELETE ON issuing_signingstep
    FOR EACH ROW EXECUTE FUNCTION issuing_refuse_change();
CREATE TRIGGER issuing_signedscan_is_final BEFORE UPDATE OR DELETE ON issuing_signedscan
    FOR EACH ROW WHEN (OLD.signature_id IS NOT NULL) EXECUTE FUNCTION issuing_refuse_change();
"""

UNGUARD = """
DROP TRIGGER issuing_signingpolicy_is_final ON issuing_signingpolicy;
DROP TRIGGER issuing_signingstep_is_final ON issuing_signingstep;
DROP TRIGGER issuing_signedscan_is_final ON issuing_signedscan;
"""


class Migration(migrations.Migration):
    dependencies = [("issuing", "0005_signing_orders")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
