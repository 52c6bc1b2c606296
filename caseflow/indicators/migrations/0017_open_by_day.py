"""What is open is counted by the days it has; who holds a file is known by the day.

Undone, it gives holders the beginning of that day; the counters that it removes are empty until
`rebuild_indicators`.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

MEASURES = [
    ("agency", "agency"),
    ("citizen", "citizen"),
    ("other_agency", "other agency"),
    ("payment", "payment"),
    ("reception", "reception"),
    ("handover", "hand-over for review"),
    ("review", "review"),
    ("signing", "signature"),
    ("collection", "collection of the result"),
]
COUNTED_BY = [
    ("filed", "day of filing, who has it"),
    ("due", "due day, who has it"),
    ("late", "due day, who had it then"),
    ("held", "day it came to who has it"),
]
#: Day and holder as columns of a fact.
COLUMNS = {
    "filed": ("filed_on", "held_by"),
    "due": ("due_on", "held_by"),
    "late": ("due_on", "COALESCE(NULLIF(late_at, ''), held_by)"),
    "held": ("held_on", "held_by"),
}
#: Counted among all else until now.
COUNTERS = (
    "open_due",
    *("open_due_at_reception", "open_due_at_handover", "open_due_at_review"),
    *("open_due_at_signing", "open_due_at_citizen", "open_due_at_other_agency"),
    "open_due_at_payment",
)
TABLES = ("centerday", "centermonth", "monthtally", "procedureday", "proceduremonth", "tally")
GUARD = """
CREATE TRIGGER openday_is_counted BEFORE INSERT OR UPDATE OR DELETE ON indicators_openday
    FOR EACH STATEMENT EXECUTE FUNCTION indicators_refuse_typed_figures();
"""
COUNT = "SELECT set_config('caseflow.counting', 'on', true);"
DAYS_HELD = f"""
UPDATE indicators_fact SET held_on = (held_since AT TIME ZONE '{settings.TIME_ZONE}')::date
 WHERE held_since IS NOT NULL;
"""  # noqa: S608 (a setting of ours)
DAYS_UNHELD = f"""
UPDATE indicators_fact SET held_since = held_on::timestamp AT TIME ZONE '{settings.TIME_ZONE}'
 WHERE held_on IS NOT NULL;
"""  # noqa: S608 (a setting of ours)
FILL = """
INSERT INTO indicators_openday (counted_by, day, center_id, holder, count)
SELECT '{by}', {day}, receiving_center_id, {holder}, count(*) FROM indicators_fact
 WHERE finished_on IS NULL AND {day} IS NOT NULL GROUP BY 2, 3, 4;
"""
#: Rows in which nothing but that was counted.
REMOVE_EMPTY = """
DELETE FROM indicators_{table} AS stored WHERE open_due IS NOT NULL AND jsonb_strip_nulls(
    to_jsonb(stored) - ARRAY['day', 'role', 'center_id', 'procedure_id', {counters}]) = '{{}}';
"""


class Migration(migrations.Migration):
    dependencies = [
        ("centers", "0005_telephone"),
        ("indicators", "0016_stored_papers_asked"),
    ]

    operations = [
        migrations.CreateModel(
            name="OpenDay",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "counted_by",
                        "day",
                        "center",
                        "holder",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "counted_by",
                    models.CharField("counted by", max_length=5, choices=COUNTED_BY),
                ),
                ("day", models.DateField("day")),
                (
                    "holder",
                    models.CharField("held by", max_length=12, choices=MEASURES, blank=True),
                ),
                ("count", models.IntegerField("count", null=True)),
                (
                    "center",
                    models.ForeignKey(
                        "centers.agency",
                        django.db.models.deletion.PROTECT,
                        db_constraint=False,
                        db_index=False,
                        related_name="+",
                        verbose_name="centre",
                    ),
                ),
            ],
            options={
                "verbose_name": "open files of a day",
                "verbose_name_plural": "open files of days",
                "indexes": [
                    models.Index(
                        fields=["center", "counted_by", "day"], name="open_days_of_center"
                    )
                ],
            },
        ),
        migrations.RunSQL(GUARD, "DROP TRIGGER openday_is_counted ON indicators_openday;"),
        migrations.AddField("fact", "held_on", models.DateField("held since", null=True)),
        migrations.RunSQL(
            [COUNT, DAYS_HELD, *(
                FILL.format(by=by, day=day, holder=holder) for by, (day, holder) in COLUMNS.items()
            )],
            [COUNT, DAYS_UNHELD],
        ),
        migrations.RunSQL(
            [
                COUNT,
                *(
                    REMOVE_EMPTY.format(
                        table=table, counters=", ".join(f"'{name}'" for name in COUNTERS)
                    )
                    for table in TABLES
                ),
            ],
            migrations.RunSQL.noop,
        ),
        *(migrations.RemoveField(table, name) for table in TABLES for name in COUNTERS),
        migrations.RemoveIndex("fact", "fact_open_by_holder"),
        migrations.RemoveIndex("fact", "fact_open_told"),
        migrations.RemoveField("fact", "held_since"),
        migrations.AddIndex(
            "fact",
            models.Index(
                fields=["filed_on", "application", "due_on"],
                name="fact_open_told",
                condition=Q(finished_on=None),
                include=[
                    *("receiving_center", "procedure", "due_at"),
                    *("held_by", "held_on", "late_at"),
                ],
            ),
        ),
        migrations.AddIndex(
            "fact",
            models.Index(
                fields=["due_on", "held_by"],
                name="fact_open_due",
                condition=Q(finished_on=None),
                include=["receiving_center", "procedure", "due_at"],
            ),
        ),
    ]
