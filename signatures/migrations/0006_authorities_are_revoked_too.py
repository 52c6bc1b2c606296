from django.db import migrations, models

GUARD = """
CREATE OR REPLACE TRIGGER signatures_authority_is_final
    BEFORE UPDATE OR DELETE ON signatures_authority
    FOR EACH ROW EXECUTE FUNCTION signatures_refuse_other_change('{%s}')
"""


class Migration(migrations.Migration):
    dependencies = [("signatures", "0005_statements")]

    operations = [
        migrations.AddField(
            model_name="authority",
            name="revoked_at",
            field=models.DateTimeField(null=True, verbose_name="revoked from"),
        ),
        migrations.RunSQL(GUARD % "issued_by_id,revoked_at", GUARD % "issued_by_id"),
    ]
