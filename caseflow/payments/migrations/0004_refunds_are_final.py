from django.db import migrations

GUARD = """
CREATE TRIGGER payments_refund_is_final
    BEFORE UPDATE OR DELETE
    ON payments_refund FOR EACH ROW EXECUTE FUNCTION payments_refuse_change();
"""
UNGUARD = "DROP TRIGGER payments_refund_is_final ON payments_refund;"


class Migration(migrations.Migration):
    dependencies = [("payments", "0003_refunds")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
