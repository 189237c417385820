"""Tests: fast, and deaf to the world."""

from config.settings.base import *  # noqa: F403
from config.settings.base import STORAGES
from config.settings.invented import SELLER

STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "KEY_FUNCTION": "django_tenants.cache.make_key",
        "REVERSE_KEY_FUNCTION": "django_tenants.cache.reverse_key",
    }
}
RATE_STORAGE = "memory://"
VALKEY_PREFIX = f"test-{ENV.database['NAME']}:"  # noqa: F405
PLATFORM_SELLER = SELLER
VAT_REGISTER = "billing.vat.registers.OfflineRegister"
