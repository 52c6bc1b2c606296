from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("signatures", "0007_prepared_documents"),
    ]

    operations = [
        migrations.AlterField(
            model_name="statement",
            name="reference",
            field=models.CharField(max_length=200, verbose_name="reference"),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.UniqueConstraint(
                fields=("reference", "content_digest"), name="stated_once_per_content"
            ),
        ),
    ]
