"""The letters that the demo would have sent, read from the files of Django's file mailer."""

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from functools import lru_cache
from pathlib import Path

BETWEEN = b"\n" + b"-" * 79 + b"\n"
LONGEST_HEAD = 20_000


@dataclass(frozen=True)
class Slip:
    """A letter in the list: where it is, and what stands on the envelope."""

    file: str
    number: int
    at: datetime
    sender: str
    to: str
    subject: str


@dataclass(frozen=True)
class Enclosed:
    """A file that came with a letter."""

    name: str
    mimetype: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    """A letter, opened."""

    slip: Slip
    text: str
    html: str
    enclosed: list[Enclosed]


def slips(folder: Path) -> list[Slip]:
    """All letters, the newest first; none while the folder is not there."""
    found = [slip for path in folder.glob("*.log") for slip in _slips_of(path)]
    return sorted(found, key=lambda slip: (slip.at, slip.file, slip.number), reverse=True)


def opened(folder: Path, file: str, number: int) -> Letter | None:
    """One letter; None when there is none of that number in a file of that name."""
    slip = next((one for one in slips(folder) if (one.file, one.number) == (file, number)), None)
    if slip is None:
        return None
    raw = (folder / f"{file}.log").read_bytes().split(BETWEEN)[number]
    message = message_from_bytes(raw, policy=policy.default)
    return Letter(
        slip=slip,
        text=_body(message, "plain"),
        html=_with_its_pictures(_body(message, "html"), message),
        enclosed=[
            Enclosed(part.get_filename("file"), part.get_content_type(), _bytes_of(part))
            for part in message.iter_attachments()
        ],
    )


def _slips_of(path: Path) -> tuple[Slip, ...]:
    seen = path.stat()
    return _read(path, seen.st_mtime_ns, seen.st_size)


@lru_cache(maxsize=512)
def _read(path: Path, changed_at: int, size: int) -> tuple[Slip, ...]:
    """The file's letters; `changed_at` and `size` tell a kept answer from an old one."""
    return tuple(_envelopes(path))


def _envelopes(path: Path) -> Iterator[Slip]:
    for number, raw in enumerate(path.read_bytes().split(BETWEEN)):
        head = raw[:LONGEST_HEAD].partition(b"\n\n")[0]
        if not head.strip():
            continue
        said = message_from_bytes(head, policy=policy.default)
        yield Slip(
            file=path.stem,
            number=number,
            at=_moment(said),
            sender=str(said.get("From", "")),
            to=str(said.get("To", "")),
            subject=str(said.get("Subject", "")),
        )


def _moment(said: EmailMessage) -> datetime:
    try:
        at = parsedate_to_datetime(str(said.get("Date", "")))
    except ValueError:
        at = datetime.fromtimestamp(0, UTC)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return part.get_content() if part is not None else ""


def _with_its_pictures(html: str, message: EmailMessage) -> str:
    """The letter with the pictures that came along put in, as a mail program would."""
    for part in message.walk():
        name = str(part.get("Content-ID", "")).strip("<> ")
        if name and part.get_content_maintype() == "image":
            data = b64encode(_bytes_of(part)).decode()
            html = html.replace(f"cid:{name}", f"data:{part.get_content_type()};base64,{data}")
    return html


def _bytes_of(part: EmailMessage) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""
