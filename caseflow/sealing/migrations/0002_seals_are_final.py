from django.db import migrations

TABLES = ("seal", "sealedhead", "sealstamp")
FUNCTION = """
CREATE FUNCTION sealing_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% rows of % are never allowed', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$;
"""
TRIGGER = """
CREATE TRIGGER sealing_{0}_is_final BEFORE UPDATE OR DELETE ON sealing_{0}
    FOR EACH ROW EXECUTE FUNCTION sealing_refuse_change();
"""
GUARD = FUNCTION + "".join(TRIGGER.format(table) for table in TABLES)
UNGUARD = (
    "".join(f"DROP TRIGGER sealing_{table}_is_final ON sealing_{table};" for table in TABLES)
    + "DROP FUNCTION sealing_refuse_change();"
)


class Migration(migrations.Migration):
    dependencies = [("sealing", "0001_seals")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
