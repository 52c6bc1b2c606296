from django.db import migrations

# A copy gets its number first and its signature after; nothing changes from then on. Its sheet,
# file and paper code go when a person's data is erased.
GUARD = """
UPDATE issuing_result SET edition = COALESCE((sheet ->> 'edition')::int, 1);

DROP TRIGGER issuing_result_is_final ON issuing_result;
CREATE TRIGGER issuing_result_is_final
    BEFORE UPDATE OF application_id, event_id, number, digest, size, made_at, reference, outcome,
        electronic, signature_id, template, edition, result_type OR DELETE
    ON issuing_result FOR EACH ROW EXECUTE FUNCTION issuing_refuse_change();

CREATE TRIGGER issuing_resultwithdrawal_is_final
    BEFORE UPDATE OR DELETE ON issuing_resultwithdrawal
    FOR EACH ROW EXECUTE FUNCTION issuing_refuse_change();

CREATE TRIGGER issuing_certifiedcopy_keeps_its_line
    BEFORE UPDATE OF application_id, event_id, number, book_id, serial, result_id, document_id,
        original_digest, pages, certified_by_id, edition, reference OR DELETE
    ON issuing_certifiedcopy FOR EACH ROW EXECUTE FUNCTION issuing_refuse_change();
CREATE TRIGGER issuing_certifiedcopy_is_final
    BEFORE UPDATE OF digest, size, made_at, signature_id
    ON issuing_certifiedcopy FOR EACH ROW WHEN (OLD.signature_id IS NOT NULL)
    EXECUTE FUNCTION issuing_refuse_change();
"""

UNGUARD = """
DROP TRIGGER issuing_certifiedcopy_is_final ON issuing_certifiedcopy;
DROP TRIGGER issuing_certifiedcopy_keeps_its_line ON issuing_certifiedcopy;
DROP TRIGGER issuing_resultwithdrawal_is_final ON issuing_resultwithdrawal;
DROP TRIGGER issuing_result_is_final ON issuing_result;
CREATE TRIGGER issuing_result_is_final
    BEFORE UPDATE OF application_id, event_id, number, digest, size, made_at, reference, outcome,
        electronic, signature_id OR DELETE
    ON issuing_result FOR EACH ROW EXECUTE FUNCTION issuing_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("issuing", "0007_result_templates_and_copies")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
