from django.db import migrations


def begin_here(apps, schema_editor):
    """What happened before there were notices is told to nobody."""
    newest = apps.get_model("applications", "Event").objects.order_by("transaction_id", "pk").last()
    if newest:
        apps.get_model("applications", "Cursor").objects.get_or_create(
            follower="notices",
            defaults={"transaction_id": newest.transaction_id, "event_id": newest.pk},
        )


class Migration(migrations.Migration):

    dependencies = [
        ("notices", "0001_tables"),
    ]

    operations = [migrations.RunPython(begin_here, migrations.RunPython.noop)]
