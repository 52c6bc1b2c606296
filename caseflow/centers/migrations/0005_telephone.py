from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("centers", "0004_team_members_and_counter_devices")]

    operations = [
        migrations.AddField(
            model_name="agency",
            name="phone",
            field=models.CharField(blank=True, max_length=20, verbose_name="telephone"),
        ),
    ]
