import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()
# Now, not while somebody waits for the first page.
import_module(settings.ROOT_URLCONF)
# What is loaded stays: no large page need wait until all of it was searched for garbage.
gc.collect()
gc.freeze()
