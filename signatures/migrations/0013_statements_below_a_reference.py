from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("signatures", "0012_documents_are_erased")]

    operations = [
        migrations.AddIndex(
            model_name="statement",
            index=models.Index(
                fields=["reference"], name="statement_below", opclasses=["varchar_pattern_ops"]
            ),
        ),
    ]
