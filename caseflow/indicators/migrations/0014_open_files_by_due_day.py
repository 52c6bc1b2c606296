from django.db import migrations, models

COUNTERS = {
    "open_due": "open, with a due day",
    "open_due_at_reception": "open, due with: reception",
    "open_due_at_handover": "open, due with: hand-over for review",
    "open_due_at_review": "open, due with: review",
    "open_due_at_signing": "open, due with: signature",
    "open_due_at_citizen": "open, due with: citizen",
    "open_due_at_other_agency": "open, due with: other agency",
    "open_due_at_payment": "open, due with: payment",
}
TABLES = ("centerday", "centermonth", "monthtally", "procedureday", "proceduremonth", "tally")


class Migration(migrations.Migration):
    dependencies = [("indicators", "0013_contradicting_in_one_index")]

    operations = [
        migrations.AddField(table, name, models.IntegerField(label, null=True))
        for table in TABLES
        for name, label in COUNTERS.items()
    ]
