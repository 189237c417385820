"""Handing a mail to the mail server. In no transaction; may be repeated after a crash."""

import smtplib

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from kernel import stamps
from kernel.tenancy import current
from shared_apps.inbox.mail_reports import VERP
from themes.current import look
from themes.letters import kinds
from themes.letters.drawing import LOGO
from themes.letters.message import Letter
from themes.letters.models import Enclosed, Mail, Purpose, Trace
from themes.letters.services import senders, stops, traces
from themes.letters.services.sending import unsubscribe_url

MOST_ATTEMPTS = 7  # one less than the outbox has: the last failure is told here, not parked
# What the server says of us, not of this mail: it may be mended, so the mail is tried again.
OURS = frozenset({421, 450, 451, 452, 454, 530, 534, 535, 538})


def carry_out(*, mail_id: int) -> None:
    """Send a mail that waits; nothing, if it does not any more.

    Raises what the mail server raised while it is worth another try: the outbox waits longer each
    time. What it refuses for good, and the last try, end as `failed`.
    """
    mail = Mail.objects.get(pk=mail_id)
    if mail.state != Mail.State.QUEUED:
        return
    if reason := stops.held_back(mail):
        with transaction.atomic():
            traces.move(mail, Mail.State.SUPPRESSED, Trace.What.SUPPRESSED, reason)
        return
    letter = envelope(mail)
    try:
        letter.send()
    except (smtplib.SMTPException, OSError) as error:
        if _note_failure(mail, error):
            raise
        return
    _note_success(mail, letter)


def envelope(mail: Mail) -> Letter:
    """The mail as it goes out: sender, Return-Path, headers, bodies, files."""
    sender = senders.sender_for(mail)
    told = stamps.stamp(VERP, current().tenant_id or 0, mail.pk)
    letter = Letter(
        subject=mail.subject,
        body=mail.text,
        from_email=f"{settings.MAIL_BOUNCES}+{told}@{settings.MAIL_HOST}",
        to=[mail.to],
        reply_to=[sender.reply_to] if sender.reply_to else None,
        headers={
            "From": sender.shown,
            "Message-ID": f"<{told}@{settings.MAIL_HOST}>",
            "Auto-Submitted": "auto-generated",
            **_list_headers(mail),
        },
    )
    letter.signer = sender.signer
    letter.attach_alternative(mail.html, "text/html")
    if LOGO in mail.html:
        letter.logo = _logo()
    for one in mail.enclosures.exclude(content=None):
        letter.attach(one.name, bytes(one.content or b""), one.mimetype)
    return letter


def _list_headers(mail: Mail) -> dict[str, str]:
    """One-click unsubscription (RFC 2369, RFC 8058), which Gmail and Yahoo ask of bulk mail."""
    if mail.purpose == Purpose.TRANSACTIONAL:
        return {}
    return {
        "List-Unsubscribe": f"<{unsubscribe_url(mail)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _logo() -> bytes:
    name = look().logo
    if not name or not default_storage.exists(name):
        return b""
    with default_storage.open(name) as file:
        return file.read()


@transaction.atomic
def _note_success(mail: Mail, letter: Letter) -> None:
    traces.move(
        mail,
        Mail.State.SENT,
        Trace.What.SENT,
        sent_at=timezone.now(),
        sender=letter.extra_headers["From"][:400],
        message_id=letter.extra_headers["Message-ID"],
    )
    # The files stay as long as nobody can make them anew.
    sort = kinds.known(mail.kind)
    if sort is None or sort.again is not None or sort.is_secret:
        Enclosed.objects.filter(mail=mail).update(content=None)
    if sort is None or sort.is_secret:
        drop_bodies(mail)


def drop_bodies(mail: Mail) -> None:
    """Forget what was written in a mail."""
    mail.text = mail.html = ""
    mail.bodies_dropped_at = timezone.now()
    mail.save(update_fields=["text", "html", "bodies_dropped_at"])


def _note_failure(mail: Mail, error: Exception) -> bool:
    """Write down why it failed. Returns whether it is worth another try."""
    code = _code(error)
    detail = f"{code}" if code else type(error).__name__
    is_final = 500 <= code < 600 and code not in OURS
    tried = mail.traces.filter(what=Trace.What.DEFERRED).count()
    if is_final or tried + 1 >= MOST_ATTEMPTS:
        with transaction.atomic():
            traces.move(mail, Mail.State.FAILED, Trace.What.FAILED, detail)
        return False
    traces.add(mail, Trace.What.DEFERRED, detail)
    return True


def _code(error: Exception) -> int:
    """The server's code for this mail; 0 where it was not asked, or did not answer."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max((code for code, _said in error.recipients.values()), default=0)
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else 0
