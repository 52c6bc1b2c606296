from django.db import migrations, models

TABLES = ("centerday", "centermonth", "monthtally", "procedureday", "proceduremonth", "tally")
LABEL = "finished after a paper was asked for that was in the document store"


class Migration(migrations.Migration):
    dependencies = [("indicators", "0015_what_is_open_by_office_and_holder")]

    operations = [
        migrations.AddField(
            "fact",
            "stored_papers_asked",
            # Rows that were counted before are counted anew by `rebuild_indicators`.
            models.PositiveSmallIntegerField(
                "papers asked for although they were in the document store", default=0
            ),
            preserve_default=False,
        ),
        *(
            migrations.AddField(
                table, "asked_although_stored", models.IntegerField(LABEL, null=True)
            )
            for table in TABLES
        ),
    ]
