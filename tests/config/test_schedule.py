from django.conf import settings

from config.celery import app


def test_every_task_of_the_schedule_is_known_to_the_workers():
    app.loader.import_default_modules()
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert scheduled <= app.tasks.keys()
