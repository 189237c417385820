"""Settings of every installation. The three lists below are the table of contents of the house."""

from pathlib import Path

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from config.env import ENV, ROOT

# --- What is installed -------------------------------------------------------------------------

# Tables of the control plane, in the schema `public`.
SHARED_APPS = [
    "django_tenants",
    "shared_apps.tenants",
    "shared_apps.inbox",
    "shared_apps.control",
    "billing",
    # Below: apps whose tables stand in every schema.
    "kernel",
    "kernel.facts",
    "kernel.outbox",
    "kernel.idempotency",
    "kernel.jobs",
    "kernel.lists",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "shared_apps.accounts",
    "themes",
    "themes.letters",
    "themes.pictures",
    "allauth",
    "allauth.account",
]

# Optional apps, sold apart. Their order is the order in which hooks are answered.
ADDONS: list[str] = [
    "tenant_apps.addons.surveys",
]

# Tables of one organizer, in a schema of their own.
TENANT_APPS = [
    "kernel.facts",
    "kernel.outbox",
    "kernel.idempotency",
    "kernel.jobs",
    "kernel.lists",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "shared_apps.accounts",
    "themes",
    "themes.letters",
    "themes.pictures",
    "allauth",
    "allauth.account",
    "tenant_apps.ticketing.venues",
    "tenant_apps.ticketing.events",
    "tenant_apps.ticketing.inventory",
    "tenant_apps.ticketing.customers",
    "tenant_apps.ticketing.payments",
    "tenant_apps.ticketing.orders",
    "tenant_apps.ticketing.tickets",
    "tenant_apps.ticketing.sales",
    "tenant_apps.office.team",
    "tenant_apps.office.apikeys",
    "tenant_apps.office.desk",
    *ADDONS,
]

# Code without tables.
LIBRARIES = [
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django_htmx",
    "ninja",
    "themes.richtext",
    *(["infra.demo"] if ENV.demo else []),
]

INSTALLED_APPS = list(dict.fromkeys([*SHARED_APPS, *TENANT_APPS, *LIBRARIES]))

# --- Tenants -----------------------------------------------------------------------------------

TENANT_MODEL = "tenants.Tenant"
TENANT_DOMAIN_MODEL = "tenants.Domain"
PUBLIC_SCHEMA_NAME = "public"
ROOT_URLCONF = "config.urls_tenant"
PUBLIC_SCHEMA_URLCONF = "config.urls_public"
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]
TENANT_LIMIT_SET_CALLS = True
PLATFORM_HOST = ENV.platform_host
SHOP_SUFFIX = ENV.shop_suffix
SITE_SCHEME = ENV.scheme
SITE_PORT = ENV.port
# A host that no Domain row names is refused by the tenant middleware.
ALLOWED_HOSTS = ["*"]
# What the kernel asks for a tenant; named here, since the floor imports nothing of ours.
TENANT_DIRECTORY = "shared_apps.tenants.directory"
# `accounts.User` has its uniqueness by Lower(email), which the check does not see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]

# --- Requests ----------------------------------------------------------------------------------

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "kernel.doorstep.DoorstepMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "shared_apps.tenants.middleware.TenantMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "themes.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "themes.middleware.DeskLanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "kernel.actor.ActorMiddleware",
    "tenant_apps.office.team.middleware.MemberMiddleware",
    "kernel.gate.FeatureGate",
    "kernel.errors.RefusalMiddleware",
    "themes.preview.PreviewMiddleware",
]
WSGI_APPLICATION = "config.wsgi.application"
APPEND_SLASH = False

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "loaders": ["themes.loader.ThemeLoader"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.csp",
                "themes.context.brand",
            ],
        },
    },
]

# --- Data --------------------------------------------------------------------------------------

# `kernel.postgres` is Django's own backend with a health check that costs no round trip.
ORIGINAL_BACKEND = "kernel.postgres"
DATABASES = {
    "default": {
        **ENV.database,
        "ENGINE": "django_tenants.postgresql_backend",
        # One connection for the life of a worker thread: a new one for each request was measured
        # to cost six sevenths of the throughput. psycopg's pool would add a look-up and a second
        # `SET search_path`, since a pooled connection comes back with another shop's path.
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

VALKEY_URL = ENV.redis_url
# Seconds. Valkey is asked on the way of a sale, so it gets little time before we go on without it.
VALKEY_TIMEOUT = 0.2
VALKEY_PREFIX = "marquee:"
RATE_STORAGE = ENV.redis_url
CACHES = {
    "default": {
        "BACKEND": "kernel.valkey.ForgivingCache",
        "LOCATION": ENV.redis_url,
        "KEY_FUNCTION": "django_tenants.cache.make_key",
        "REVERSE_KEY_FUNCTION": "django_tenants.cache.reverse_key",
        "TIMEOUT": 300,
    }
}

# --- Who is who --------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_FORMS = {"login": "shared_apps.accounts.forms.SignInForm"}
ACCOUNT_ADAPTER = "shared_apps.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = ENV.scheme
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

# The session is kept beside the user, in the schema of the host; only a signed-in visitor has one.
# Not kept in the cache as well: a sign-out must hold even while Valkey is away.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_DOMAIN = None
SESSION_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

# --- Security ----------------------------------------------------------------------------------

SECRET_KEY = ENV.secret_key
# Bytes of a whole request; the largest file that we take has ten million.
LARGEST_REQUEST = 12_000_000
# How many proxies of ours stand before us; what the outermost of them saw is the visitor's address.
TRUSTED_PROXIES = ENV.trusted_proxies
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
DEBUG = False
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}

# --- Languages and time ------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("es", _("Spanish")),
    ("fr", _("French")),
    ("pt", _("Portuguese")),
]
# The second holds what allauth knows of Portuguese, which it keeps for `pt-PT` alone.
LOCALE_PATHS = [ROOT / "themes" / "locale", ROOT / "themes" / "locale" / "others"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- Files -------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "static_root"
STATICFILES_DIRS: list[Path] = []
MEDIA_URL = "/media/"
MEDIA_ROOT = ENV.data_dir / "media"
STORAGES = {
    "default": {"BACKEND": "django_tenants.files.storage.TenantFileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MULTITENANT_RELATIVE_MEDIA_ROOT = "%s"
WHITENOISE_MAX_AGE = 3600

# --- Mail --------------------------------------------------------------------------------------

MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "OPTIONS": {"file_path": str(ENV.mail_dir)},
    }
}
DEFAULT_FROM_EMAIL = f"Marquee <no-reply@{ENV.mail_host}>"
# The domain of our own addresses, in Message-ID and in Return-Path: `bounce+<stamp>@MAIL_HOST`.
MAIL_HOST = ENV.mail_host
MAIL_BOUNCES = "bounce"
# What a shop's own domain includes in its SPF record, so that our servers may send for it.
MAIL_SPF = ENV.mail_spf
MAIL_RESOLVER = "themes.letters.resolving.DnsResolver"
# Days for which the text of a mail is kept; who got which mail when is kept for good.
MAIL_BODIES_DAYS = 90
# Who may tell what became of our mails (`shared_apps/inbox/mail_reports.py`); "" is nobody.
MAIL_HOOK_SECRET = ENV.mail_hook_secret
MAILGUN_SIGNING_KEY = ENV.mailgun_signing_key

# --- Stripe ------------------------------------------------------------------------------------

STRIPE_SECRET_KEY = ENV.stripe_secret_key
STRIPE_PUBLISHABLE_KEY = ENV.stripe_publishable_key
STRIPE_WEBHOOK_SECRET = ENV.stripe_webhook_secret
STRIPE_API_BASE = ENV.stripe_api_base
DEMO = ENV.demo
# The shops of the demo, into which strangers may look; not those that strangers open in it.
DEMO_SHOPS = ("meridian", "openhouse")
# A shop for visitors of the website to try, where there is no demo; and the page about our health.
DEMO_SHOP_URL = ENV.demo_shop_url
STATUS_URL = ENV.status_url
# Who runs this installation: see `config.env.OPERATOR`. What is empty is marked on the legal pages.
OPERATOR = ENV.operator
# Who writes our invoices: see `config.env.SELLER`.
PLATFORM_SELLER = ENV.seller
# Who knows VAT numbers: VIES, or in the demo nobody but the check digits.
VIES_URL = "https://ec.europa.eu/taxation_customs/vies/rest-api"
VAT_REGISTER = (
    "billing.vat.registers.OfflineRegister" if ENV.demo else "billing.vat.vies.ViesRegister"
)
# May a shop without Stripe be tried with test cards? Its tickets are real, so not where one sells.
SANDBOX_PAYMENTS = True

# --- Work in the background --------------------------------------------------------------------

CELERY_BROKER_URL = ENV.redis_url
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 4
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": VALKEY_TIMEOUT,
    "visibility_timeout": 600,
}
CELERY_BEAT_SCHEDULE = {
    "sweep-marked": {"task": "kernel.outbox.tasks.sweep_marked", "schedule": 3.0},
    "sweep-some": {"task": "kernel.outbox.tasks.sweep_some", "schedule": 10.0},
    "forget-replies": {
        "task": "kernel.idempotency.tasks.forget_old_replies",
        "schedule": 3600.0,
    },
    "sweep-sales": {"task": "tenant_apps.ticketing.sales.tasks.sweep_sales", "schedule": 20.0},
    "look-after-payments": {
        "task": "tenant_apps.ticketing.sales.tasks.look_after_payments",
        "schedule": 10.0,
    },
    "look-after-refunds": {
        "task": "tenant_apps.ticketing.sales.tasks.look_after_refunds",
        "schedule": 300.0,
    },
    "resume-jobs": {"task": "kernel.jobs.tasks.resume_jobs", "schedule": 15.0},
    "forget-jobs": {"task": "kernel.jobs.tasks.forget_old_jobs", "schedule": 24 * 3600.0},
    "forget-sign-ins": {
        "task": "shared_apps.accounts.tasks.forget_old_sign_ins",
        "schedule": 24 * 3600.0,
    },
    "look-after-pictures": {
        "task": "themes.pictures.tasks.look_after_pictures",
        "schedule": 600.0,
    },
    "look-after-mails": {
        "task": "themes.letters.tasks.look_after_mails",
        "schedule": 24 * 3600.0,
    },
    "top-up-pool": {"task": "shared_apps.tenants.tasks.top_up_pool", "schedule": 20.0},
    "look-after-accounts": {"task": "billing.tasks.look_after_accounts", "schedule": 300.0},
    "look-after-copies": {"task": "billing.tasks.look_after_copies", "schedule": 3600.0},
    "look-after-trials": {"task": "billing.tasks.look_after_trials", "schedule": 3600.0},
    "look-after-the-books": {
        "task": "billing.tasks.look_after_the_books",
        "schedule": 6 * 3600.0,
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
