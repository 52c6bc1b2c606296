from django.db import migrations

# What may change: an order's state, and whether the case was told of money.
GUARD = """
CREATE FUNCTION payments_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% rows of % are never allowed', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER payments_order_is_final
    BEFORE UPDATE OF number, application_id, event_id, amount, opened_at OR DELETE
    ON payments_payment FOR EACH ROW EXECUTE FUNCTION payments_refuse_change();
CREATE TRIGGER payments_receipt_is_final
    BEFORE UPDATE OF payment_id, method, reference, amount, received_at OR DELETE
    ON payments_receipt FOR EACH ROW EXECUTE FUNCTION payments_refuse_change();
CREATE TRIGGER payments_notice_is_final
    BEFORE UPDATE OR DELETE
    ON payments_gatewaynotice FOR EACH ROW EXECUTE FUNCTION payments_refuse_change();
"""

UNGUARD = """
DROP TRIGGER payments_order_is_final ON payments_payment;
DROP TRIGGER payments_receipt_is_final ON payments_receipt;
DROP TRIGGER payments_notice_is_final ON payments_gatewaynotice;
DROP FUNCTION payments_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_orders_receipts_and_notices")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
