from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("indicators", "0012_rates_from_indexes")]

    operations = [
        migrations.AddIndex(
            model_name="fact",
            index=models.Index(
                fields=["filed_on", "application"],
                name="fact_contradicting",
                condition=Q(assistance="self", from_counter_device=True)
                | Q(declared_otherwise=True)
                | Q(channel="online")
                & Q(origin="live", with_code=False)
                & Q(assistance="assisted")
                | Q(objections__gt=0),
            ),
        ),
    ]
