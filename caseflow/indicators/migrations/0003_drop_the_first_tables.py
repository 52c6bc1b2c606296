"""What they counted is counted anew from the log into the tables of the next migration."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("indicators", "0002_credit_for_other_offices")]

    operations = [
        migrations.DeleteModel("Tally"),
        migrations.DeleteModel("DurationBin"),
        migrations.DeleteModel("Credit"),
        migrations.DeleteModel("StaleDay"),
    ]
