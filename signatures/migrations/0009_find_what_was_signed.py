from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("signatures", "0008_stated_once_per_content")]

    operations = [
        migrations.AddIndex(
            model_name="signature",
            index=models.Index(fields=["signed_digest"], name="signature_of_signed"),
        ),
        migrations.AddIndex(
            model_name="signature",
            index=models.Index(fields=["unsigned_digest"], name="signature_of_unsigned"),
        ),
    ]
