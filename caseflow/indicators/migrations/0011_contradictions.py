from django.db import migrations, models

#: Of rows that were counted before none is a contradiction until `rebuild_indicators` has read
#: the log anew.
FACTS = {
    "from_counter_device": models.BooleanField("from a counter's device", default=False),
    "with_code": models.BooleanField("with the applicant's code", default=True),
    "declared_otherwise": models.BooleanField(
        "declared otherwise than the facts say", default=False
    ),
    "objections": models.PositiveSmallIntegerField("objections", default=0),
}
COUNTERS = {
    "self_at_counter": "by the applicant alone, yet from a counter's device",
    "declared_otherwise": "declared otherwise than the facts say",
    "helped_without_code": "for somebody else, without a code of theirs",
    "objected": "the applicant objects to the filing",
}
TABLES = ("centerday", "centermonth", "monthtally", "procedureday", "proceduremonth", "tally")


class Migration(migrations.Migration):
    dependencies = [("indicators", "0010_what_is_open_in_one_index")]

    operations = [
        *(
            migrations.AddField("fact", name, column, preserve_default=False)
            for name, column in FACTS.items()
        ),
        *(
            migrations.AddField(table, name, models.IntegerField(f"filed, but: {label}", null=True))
            for table in TABLES
            for name, label in COUNTERS.items()
        ),
    ]
