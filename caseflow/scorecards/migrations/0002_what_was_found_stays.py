"""Revisions, assessments and baselines are evidence: the database refuses to change them."""

from django.db import migrations

TABLES = ("revision", "assessment", "baseline", "baselineline", "baselineexclusion")

FREEZE = """
CREATE FUNCTION scorecards_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was once found or frozen stays' USING ERRCODE = 'restrict_violation';
END $$;
""" + "".join(
    f"CREATE TRIGGER {table}_is_final BEFORE UPDATE OR DELETE ON scorecards_{table}"
    " FOR EACH ROW EXECUTE FUNCTION scorecards_refuse_change();\n"
    for table in TABLES
)
THAW = (
    "".join(f"DROP TRIGGER {table}_is_final ON scorecards_{table};\n" for table in TABLES)
    + "DROP FUNCTION scorecards_refuse_change();"
)


class Migration(migrations.Migration):
    dependencies = [("scorecards", "0001_rules_registers_and_baselines")]

    operations = [migrations.RunSQL(FREEZE, THAW)]
