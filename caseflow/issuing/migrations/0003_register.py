import django.db.models.deletion
from django.db import migrations, models

FORMS = [
    ("01", "receipt and appointment slip"),
    ("02", "supplement request"),
    ("03", "refusal of reception"),
    ("04", "apology and new appointment"),
    ("05", "notice of stopping"),
    ("06", "control slip"),
    ("07", "register"),
    ("gh", "slip of agreed extension"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0004_cursor_floor"),
        ("centers", "0002_freeze_published_calendars"),
        ("issuing", "0002_refuse_changes"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="slip", name="slip_form_is_known"),
        migrations.AlterField(
            model_name="slip",
            name="form",
            field=models.CharField(choices=FORMS, max_length=2, verbose_name="form"),
        ),
        migrations.AddConstraint(
            model_name="slip",
            constraint=models.CheckConstraint(
                name="slip_form_is_known",
                condition=models.Q(("form__in", [number for number, _name in FORMS])),
            ),
        ),
        migrations.CreateModel(
            name="Book",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "center",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="centers.agency",
                        verbose_name="receiving centre",
                    ),
                ),
                ("field", models.CharField(max_length=300, verbose_name="field of government")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("last", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name": "book of the register",
                "verbose_name_plural": "books of the register",
                "constraints": [
                    models.UniqueConstraint(
                        fields=["center", "year", "field"], name="one_book_per_field_and_year"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RegisterEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "book",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="issuing.book",
                    ),
                ),
                ("serial", models.PositiveIntegerField(verbose_name="serial")),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="applications.application",
                        verbose_name="application",
                    ),
                ),
                ("received_at", models.DateTimeField(verbose_name="received at")),
            ],
            options={
                "verbose_name": "line of the register",
                "verbose_name_plural": "register",
                "constraints": [
                    models.UniqueConstraint(fields=["book", "serial"], name="serial_once_per_book")
                ],
                "indexes": [
                    models.Index(fields=["book", "received_at"], name="register_by_reception")
                ],
            },
        ),
    ]
