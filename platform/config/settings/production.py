"""An installation that sells."""

from django.core.exceptions import ImproperlyConfigured

from config.env import DEVELOPMENT_KEY, ENV
from config.settings.base import *  # noqa: F403

if ENV.secret_key == DEVELOPMENT_KEY:
    raise ImproperlyConfigured("Set SECRET_KEY: the development key is public.")

SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Somebody before us ends TLS, or nobody could come in: without this all visitors share his address.
TRUSTED_PROXIES = max(1, ENV.trusted_proxies)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
SECURE_HSTS_SECONDS = 365 * 24 * 3600
# Hosts below ours, and below a shop's own domain, are not ours to promise anything for.
SILENCED_SYSTEM_CHECKS = [*SILENCED_SYSTEM_CHECKS, "security.W005", "security.W021"]  # noqa: F405
SANDBOX_PAYMENTS = ENV.demo
if not ENV.mail_url:
    raise ImproperlyConfigured("Set MAIL_URL, for example smtp+tls://user:password@host:587.")
MAILERS = {
    "default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": ENV.mail}
}
