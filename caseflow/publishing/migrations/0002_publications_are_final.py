from django.db import migrations

TABLES = ("publication", "publishedline")
FUNCTION = """
CREATE FUNCTION publishing_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% rows of % are never allowed', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$;
"""
TRIGGER = """
CREATE TRIGGER publishing_{0}_is_final BEFORE UPDATE OR DELETE ON publishing_{0}
    FOR EACH ROW EXECUTE FUNCTION publishing_refuse_change();
"""
GUARD = FUNCTION + "".join(TRIGGER.format(table) for table in TABLES)
UNGUARD = (
    "".join(f"DROP TRIGGER publishing_{table}_is_final ON publishing_{table};" for table in TABLES)
    + "DROP FUNCTION publishing_refuse_change();"
)


class Migration(migrations.Migration):
    dependencies = [("publishing", "0001_publications")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
