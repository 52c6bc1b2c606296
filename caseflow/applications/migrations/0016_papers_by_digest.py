from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("applications", "0015_retention")]

    operations = [
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["sha256"], name="document_of_digest"),
        ),
    ]
