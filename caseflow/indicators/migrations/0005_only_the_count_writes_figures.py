"""What the database itself refuses: figures that somebody types, and not the count.

The count says so for the length of its transaction (`tallying.hold`). A right to change the
tables, given to whomever, changes nothing about it.
"""

from django.db import migrations

TABLES = (
    "fact",
    "tally",
    "centerday",
    "procedureday",
    "monthtally",
    "centermonth",
    "proceduremonth",
    "monthbin",
    "centermonthbin",
    "proceduremonthbin",
)

REFUSE = """
CREATE FUNCTION indicators_refuse_typed_figures() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('caseflow.counting', true) IS DISTINCT FROM 'on' THEN
        RAISE EXCEPTION 'figures are counted from the log, not written'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
"""
GUARD = """
CREATE TRIGGER {table}_is_counted BEFORE INSERT OR UPDATE OR DELETE ON indicators_{table}
    FOR EACH STATEMENT EXECUTE FUNCTION indicators_refuse_typed_figures();
"""
UNGUARD = "DROP TRIGGER {table}_is_counted ON indicators_{table};"

#: All there is is stale; the next count reads it from the log.
EVERYTHING = """
INSERT INTO indicators_stalecase (application_id)
SELECT id FROM applications_application ORDER BY id;
"""


class Migration(migrations.Migration):
    dependencies = [("indicators", "0004_facts_and_counts")]

    operations = [
        migrations.RunSQL(REFUSE, "DROP FUNCTION indicators_refuse_typed_figures();"),
        migrations.RunSQL(
            [GUARD.format(table=table) for table in TABLES],
            [UNGUARD.format(table=table) for table in TABLES],
        ),
        migrations.RunSQL(EVERYTHING, migrations.RunSQL.noop),
    ]
