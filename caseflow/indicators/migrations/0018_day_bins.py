"""How the durations of a day are spread, over all offices."""

from django.db import migrations, models

LONGEST = 100 * 366 * 86_400


def bounds() -> list[int]:
    """As bins were when this was written: each at most 1 % from its middle."""
    found = [0, 1]
    while found[-1] <= LONGEST:
        found.append(found[-1] * 101 // 99 + 1)
    return found


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
GUARD = """
CREATE TRIGGER daybin_is_counted BEFORE INSERT OR UPDATE OR DELETE ON indicators_daybin
    FOR EACH STATEMENT EXECUTE FUNCTION indicators_refuse_typed_figures();
"""
COUNT = "SELECT set_config('caseflow.counting', 'on', true);"
FILL = """
INSERT INTO indicators_daybin (measure, day, bin, count)
SELECT '{measure}', {day}, width_bucket(GREATEST({measure}_seconds, 0), '{{{bounds}}}'::bigint[]) - 1,
       count(*)
  FROM indicators_fact WHERE {day} IS NOT NULL AND {measure}_seconds {timed} GROUP BY 2, 3;
"""


def filling(measure: str) -> str:
    return FILL.format(
        measure=measure,
        day="returned_on" if measure == "collection" else "finished_on",
        timed="> 0" if measure in ("citizen", "other_agency", "payment") else "IS NOT NULL",
        bounds=",".join(map(str, bounds())),
    )


class Migration(migrations.Migration):
    dependencies = [("indicators", "0017_open_by_day")]

    operations = [
        migrations.CreateModel(
            name="DayBin",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "measure",
                        "day",
                        "bin",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("day", models.DateField("day")),
                ("measure", models.CharField("what is timed", max_length=12, choices=MEASURES)),
                ("bin", models.PositiveSmallIntegerField("bin")),
                ("count", models.IntegerField("count", null=True)),
            ],
            options={
                "verbose_name": "duration bin of a day",
                "verbose_name_plural": "duration bins of days",
            },
        ),
        *(
            migrations.AlterField(table, "day", models.DateField("day"))
            for table in ("monthbin", "centermonthbin", "proceduremonthbin")
        ),
        migrations.RunSQL(GUARD, "DROP TRIGGER daybin_is_counted ON indicators_daybin;"),
        migrations.RunSQL(
            [COUNT, *(filling(measure) for measure, _label in MEASURES)], migrations.RunSQL.noop
        ),
        migrations.RemoveIndex("fact", "fact_ended_of_procedure"),
        migrations.AddIndex(
            "fact",
            models.Index(
                fields=["procedure", "finished_on"],
                name="fact_ended_of_procedure",
                include=["agency_seconds"],
            ),
        ),
    ]
