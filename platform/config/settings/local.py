"""A developer's machine and the demo."""

from config.settings.base import *  # noqa: F403
from config.settings.base import PLATFORM_SELLER, STORAGES
from config.settings.invented import SELLER

DEBUG = ENV.debug  # noqa: F405
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

# On a developer's machine and in the demo, invoices come from a company that does not exist.
PLATFORM_SELLER = SELLER | {name: value for name, value in PLATFORM_SELLER.items() if value}
VAT_REGISTER = "billing.vat.registers.OfflineRegister"
