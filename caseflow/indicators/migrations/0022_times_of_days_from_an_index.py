from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("indicators", "0021_bins_side_by_side")]

    operations = [
        migrations.RemoveIndex("fact", "fact_ended"),
        migrations.AddIndex(
            "fact",
            models.Index(
                fields=["finished_on"],
                name="fact_ended",
                include=["procedure", "receiving_center", "agency_seconds"],
            ),
        ),
    ]
