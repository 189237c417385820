"""The one place that reads the environment: every variable, checked once, at start."""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import environ

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, kw_only=True)
class Env:
    """What this process was told by its environment."""

    debug: bool
    secret_key: str
    database: dict
    redis_url: str
    platform_host: str
    shop_suffix: str
    port: int
    data_dir: Path
    mail_dir: Path
    mail_url: str
    mail: dict
    mail_host: str
    mail_spf: str
    mail_hook_secret: str
    mailgun_signing_key: str
    stripe_secret_key: str
    stripe_publishable_key: str
    stripe_webhook_secret: str
    stripe_api_base: str
    demo: bool
    demo_shop_url: str
    status_url: str
    operator: dict
    seller: dict
    scheme: str
    trusted_proxies: int


DEVELOPMENT_KEY = "development-only-key-not-for-production"  # noqa: S105 - refused in production.py


# Who runs this installation, as its legal pages say: OPERATOR_NAME, OPERATOR_ADDRESS (lines) …
# `hosting` and `mail` name the companies whose servers and mail delivery are used.
OPERATOR = (
    "name", "address", "country", "director", "register", "vat", "email", "security", "hosting",
    "mail",
)  # fmt: skip
# Who writes our invoices: PLATFORM_LEGAL_NAME, PLATFORM_ADDRESS (lines), PLATFORM_COUNTRY (a member
# state of the EU, two letters), PLATFORM_VAT_ID, PLATFORM_REGISTER, PLATFORM_IBAN, PLATFORM_EMAIL.
# Where one is not set, what the legal pages say is taken; nothing is invoiced while one is missing.
SELLER = {
    "legal_name": "name", "address": "address", "country": "", "vat_id": "vat",
    "register": "register", "iban": "", "email": "email",
}  # fmt: skip


def read() -> Env:
    """Read and check all variables.

    `DATABASE_URL` and `REDIS_URL` are as in django-environ (a unix socket is percent-encoded).
    `PLATFORM_HOST` is the platform's own host; a shop lives at `<subdomain>.SHOP_SUFFIX`. Mails
    come from `MAIL_HOST`, the same where none is given; `MAIL_SPF` is the name whose SPF record
    lists our mail servers.
    """
    env = environ.Env()
    data_dir = Path(env("DATA_DIR", default=str(ROOT / "var")))
    mail_url = env("MAIL_URL", default="")
    platform_host = env("PLATFORM_HOST", default="marquee.localhost")
    return Env(
        debug=env.bool("DEBUG", default=False),
        secret_key=env("SECRET_KEY", default=DEVELOPMENT_KEY),
        database=_database(
            env("DATABASE_URL", default="postgres://marquee@127.0.0.1:5432/marquee")
        ),
        redis_url=env("REDIS_URL", default="redis://127.0.0.1:6379/0"),
        platform_host=platform_host,
        shop_suffix=env("SHOP_SUFFIX", default="localhost"),
        port=env.int("PORT", default=8000),
        data_dir=data_dir,
        mail_dir=Path(env("MAIL_DIR", default=str(data_dir / "mail"))),
        mail_url=mail_url,
        mail=_mail_options(mail_url),
        mail_host=env("MAIL_HOST", default=platform_host),
        mail_spf=env("MAIL_SPF", default=f"spf.{platform_host}"),
        mail_hook_secret=env("MAIL_HOOK_SECRET", default=""),
        mailgun_signing_key=env("MAILGUN_SIGNING_KEY", default=""),
        stripe_secret_key=env("STRIPE_SECRET_KEY", default=""),
        stripe_publishable_key=env("STRIPE_PUBLISHABLE_KEY", default=""),
        stripe_webhook_secret=env("STRIPE_WEBHOOK_SECRET", default=""),
        stripe_api_base=env("STRIPE_API_BASE", default=""),
        demo=env.bool("DEMO", default=False),
        demo_shop_url=env("DEMO_SHOP_URL", default=""),
        status_url=env("STATUS_URL", default=""),
        operator={name: env(f"OPERATOR_{name.upper()}", default="") for name in OPERATOR},
        seller={
            name: env(f"PLATFORM_{name.upper()}", default="")
            or env(f"OPERATOR_{page.upper()}", default="")
            for name, page in SELLER.items()
        },
        scheme=env("SCHEME", default="http"),
        trusted_proxies=env.int("TRUSTED_PROXIES", default=0),
    )


def _database(url: str) -> dict:
    """Read a database's address; a socket's folder stands in it percent-encoded, as for libpq."""
    said = environ.Env.db_url_config(url)
    host = urlsplit(url).netloc.rpartition("@")[2].partition(":")[0]
    return {**said, "HOST": unquote(host)} if host.upper().startswith("%2F") else said


def _mail_options(url: str) -> dict:
    """What Django's SMTP backend needs, from `smtp[+tls|+ssl]://user:password@host:port`."""
    if not url:
        return {}
    said = environ.Env.email_url_config(url)
    return {
        "host": said["EMAIL_HOST"],
        "port": said["EMAIL_PORT"],
        "username": said["EMAIL_HOST_USER"] or "",
        "password": said["EMAIL_HOST_PASSWORD"] or "",
        "use_tls": said.get("EMAIL_USE_TLS", False),
        "use_ssl": said.get("EMAIL_USE_SSL", False),
    }


ENV = read()


def choose_settings(module: str = "config.settings.local") -> None:
    """Name the settings module for this process, unless the environment already does."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", module)
