"""The product's settings, with the tables of the baseline beside its own."""

from config import settings as production
from config.settings import *  # noqa: F403 (the product is measured as it is set)

INSTALLED_APPS = ["benchmarks", "benchmarks.bare", *production.INSTALLED_APPS]
STORAGES = production.STORAGES | {
    # Pages are rendered in this process, without collecting static files first.
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
LOGGING = production.LOGGING | {"root": {"handlers": ["console"], "level": "ERROR"}}
