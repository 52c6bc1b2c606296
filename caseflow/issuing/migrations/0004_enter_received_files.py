"""Files received before there was a register get the serials that the log gives them."""

from django.db import migrations

ENTER = """
WITH received AS (
    SELECT e.application_id, e.at, a.receiving_center_id, p.field,
           date_part('year', e.at AT TIME ZONE 'Asia/Ho_Chi_Minh')::smallint AS year,
           row_number() OVER (
               PARTITION BY a.receiving_center_id, p.field,
                            date_part('year', e.at AT TIME ZONE 'Asia/Ho_Chi_Minh')
               ORDER BY e.transaction_id, e.id
           ) AS serial
    FROM applications_event e
    JOIN applications_application a ON a.id = e.application_id
    JOIN procedures_procedure p ON p.id = a.procedure_id
    WHERE e.verb = 'receive' AND e.origin = 'live'
), books AS (
    INSERT INTO issuing_book (center_id, field, year, last)
    SELECT receiving_center_id, field, year, max(serial)
    FROM received GROUP BY receiving_center_id, field, year
    RETURNING id, center_id, field, year
)
INSERT INTO issuing_registerentry (book_id, serial, application_id, received_at)
SELECT b.id, r.serial, r.application_id, r.at
FROM received r
JOIN books b ON (b.center_id, b.field, b.year) = (r.receiving_center_id, r.field, r.year)
"""

# A serial that was given stands on somebody's slip.
GUARD = """
CREATE TRIGGER issuing_register_is_final BEFORE UPDATE OR DELETE ON issuing_registerentry
    FOR EACH ROW EXECUTE FUNCTION issuing_refuse_change();
"""
UNGUARD = "DROP TRIGGER issuing_register_is_final ON issuing_registerentry"


class Migration(migrations.Migration):
    dependencies = [("issuing", "0003_register")]

    operations = [
        migrations.RunSQL(ENTER, migrations.RunSQL.noop),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
