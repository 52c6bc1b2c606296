from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("applications", "0016_papers_by_digest")]

    operations = [
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                fields=["filed_at"],
                include=["submitted_by", "applicant_identity", "id"],
                name="online_for_others",
                condition=models.Q(
                    applicant=None, applicant_identity__gt="", channel="online", origin="live"
                )
                & ~models.Q(assistance="staff"),
            ),
        ),
    ]
