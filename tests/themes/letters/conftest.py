"""A mail that advertises, one that asks, one that is owed; and a mail server in a mood."""

import pytest

from tests.fakes.mail import MoodyServer
from themes import letters
from themes.letters import kinds
from themes.letters.models import Purpose

SAID = {"lines": ["Something to read."], "url": "http://red.localhost:8000/"}


def _example():
    return letters.Example("An example", SAID)


def _told(about, key):
    return write(kind="test_told", key=key, to="new@example.org", about=dict(about))


KINDS = {
    "test_news": {"purpose": Purpose.MARKETING},
    "test_question": {"purpose": Purpose.FEEDBACK},
    "test_ticket": {"is_owed": True},
    "test_told": {"again": _told},
    "test_secret": {"is_secret": True},
}


@pytest.fixture(autouse=True)
def _kinds():
    """Make five kinds of mail known, for these tests only."""
    for code, what in KINDS.items():
        kinds.kind(
            code,
            title=code,
            when="In tests.",
            template="letters/mail/account_other",
            example=_example,
            **what,
        )
    yield
    for code in KINDS:
        kinds._kinds.pop(code)


def write(*, kind="test_ticket", to="ana@example.org", key="k1", **more):
    """Write one mail down."""
    return letters.send(kind=kind, to=to, subject="Hello", context=SAID, key=key, **more)


@pytest.fixture
def server(settings):
    """Return a mail server that refuses what stands in `server.mood`."""
    settings.MAILERS = {"default": {"BACKEND": "tests.fakes.mail.MoodyServer"}}
    MoodyServer.mood.clear()
    MoodyServer.taken.clear()
    return MoodyServer
