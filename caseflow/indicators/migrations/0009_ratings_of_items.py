from django.db import migrations, models

ITEMS = {
    "time": "handled within the time of the rules",
    "agencies": "number of agencies I had to turn to",
    "contacts": "number of times I had to come or write",
    "information": "correctness of the published information",
    "attitude": "attitude of the people who served me",
    "lawfulness": "lawfulness of the result and of what it cost",
    "answers": "answers to my questions and complaints",
    "online_service": "progress and quality of the online service",
}
TABLES = ("centerday", "centermonth", "monthtally", "procedureday", "proceduremonth", "tally")


def counters() -> list[migrations.AddField]:
    return [
        migrations.AddField(table, name, models.IntegerField(label, null=True))
        for table in TABLES
        for item, rated in ITEMS.items()
        for name, label in (
            (f"rated_{item}", f"ratings: {rated}"),
            (f"rated_{item}_content", f"ratings of 4 or 5: {rated}"),
        )
    ]


class Migration(migrations.Migration):
    dependencies = [("indicators", "0008_held_since_and_faults")]

    operations = [
        *(
            migrations.AddField(
                "fact",
                f"rating_{item}",
                models.PositiveSmallIntegerField(f"rating: {rated}", null=True),
            )
            for item, rated in ITEMS.items()
        ),
        *counters(),
    ]
