"""Neighbouring bins stand in one row; what was counted is carried over as it is."""

import django.db.models.deletion
from django.db import migrations, models

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
IN_A_BUCKET = 32
COLUMNS = [f"bin_{place}" for place in range(IN_A_BUCKET)]
#: Their names, and the columns of their keys before the bin or bucket.
TABLES = {
    "Day": ("measure", "day"),
    "Month": ("day", "measure"),
    "CenterMonth": ("day", "measure", "center"),
    "ProcedureMonth": ("day", "measure", "procedure"),
}
NAMES = {
    "Day": ("duration bin of a day", "duration bins of days"),
    "Month": ("duration bin of a month", "duration bins of months"),
    "CenterMonth": ("duration bin of a centre's month", "duration bins of centres' months"),
    "ProcedureMonth": (
        "duration bin of a procedure's month",
        "duration bins of procedures' months",
    ),
}
OFFICES = {
    "center": ("centers.agency", "centre"),
    "procedure": ("procedures.procedure", "procedure"),
}
COUNT = "SELECT set_config('caseflow.counting', 'on', true);"
GUARD = """
CREATE TRIGGER {table}_is_counted BEFORE INSERT OR UPDATE OR DELETE ON indicators_{table}
    FOR EACH STATEMENT EXECUTE FUNCTION indicators_refuse_typed_figures();
"""
UNGUARD = "DROP TRIGGER {table}_is_counted ON indicators_{table};"
FILL = """
INSERT INTO indicators_{table}spread ({keys}, bucket, count, {columns})
SELECT {keys}, bin / {width}, sum(count), {sums} FROM indicators_{table}bin
 GROUP BY {keys}, bin / {width} ORDER BY {keys}, bin / {width};
"""
FILL_BACK = """
INSERT INTO indicators_{table}bin ({keys}, bin, count)
SELECT {keys}, bucket * {width} + place - 1, one
  FROM indicators_{table}spread, unnest(ARRAY[{columns}]) WITH ORDINALITY AS listed (one, place)
 WHERE one IS NOT NULL;
"""


def told(sql: str, name: str) -> str:
    keys = (f"{key}_id" if key in OFFICES else key for key in TABLES[name])
    sums = (
        f"sum(count) FILTER (WHERE bin % {IN_A_BUCKET} = {place})" for place in range(IN_A_BUCKET)
    )
    return sql.format(
        table=name.lower(),
        keys=", ".join(keys),
        columns=", ".join(COLUMNS),
        sums=", ".join(sums),
        width=IN_A_BUCKET,
    )


def place(name: str) -> models.ForeignKey:
    to, label = OFFICES[name]
    return models.ForeignKey(
        to,
        django.db.models.deletion.PROTECT,
        db_constraint=False,
        db_index=False,
        related_name="+",
        verbose_name=label,
    )


def created(name: str) -> migrations.CreateModel:
    singular, plural = NAMES[name]
    key = models.CompositePrimaryKey(
        *TABLES[name], "bucket", blank=True, editable=False, primary_key=True, serialize=False
    )
    offices = [key for key in TABLES[name] if key in OFFICES]
    return migrations.CreateModel(
        name=f"{name}Spread",
        fields=[
            ("pk", key),
            ("day", models.DateField("day")),
            ("measure", models.CharField("what is timed", max_length=12, choices=MEASURES)),
            ("bucket", models.PositiveSmallIntegerField("bucket of bins")),
            ("count", models.IntegerField("count", null=True)),
            *((column, models.IntegerField(null=True)) for column in COLUMNS),
            *((office, place(office)) for office in offices),
        ],
        options={"verbose_name": singular, "verbose_name_plural": plural},
    )


def guard(table: str) -> str:
    return GUARD.format(table=table)


class Migration(migrations.Migration):
    dependencies = [
        ("centers", "0005_telephone"),
        ("indicators", "0020_months_of_procedures"),
    ]

    operations = [
        *map(created, TABLES),
        migrations.RunSQL(
            [guard(f"{name.lower()}spread") for name in TABLES],
            [UNGUARD.format(table=f"{name.lower()}spread") for name in TABLES],
        ),
        migrations.RunSQL(
            [COUNT, *(told(FILL, name) for name in TABLES)],
            [COUNT, *(told(FILL_BACK, name) for name in TABLES)],
        ),
        # With a table go its triggers; undone, it is guarded again.
        migrations.RunSQL(migrations.RunSQL.noop, [guard(f"{name.lower()}bin") for name in TABLES]),
        *(migrations.DeleteModel(f"{name}Bin") for name in TABLES),
        *(
            migrations.AddIndex(
                f"{office}monthspread",
                models.Index(
                    fields=[office, "measure", "day"], name=f"month_bins_of_{office}"
                ),
            )
            for office in OFFICES
        ),
    ]
