"""A developer's machine and the demo."""

from config.settings.base import *  # noqa: F403
from config.settings.base import STORAGES

DEBUG = ENV.debug  # noqa: F405
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
