"""An invoice is drawn once, kept as it was, and never stands at a public address."""

import hashlib

import pytest
from django.core.files.storage import default_storage

from billing.documents import keeping
from billing.models import Document
from tests.billing import make

pytestmark = pytest.mark.usefixtures("public")


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.MULTITENANT_RELATIVE_MEDIA_ROOT = "%s"  # said again, so that the storage looks anew


def test_it_is_drawn_once(monkeypatch):
    invoice = make.invoice()
    first = keeping.keep(invoice=invoice)
    monkeypatch.setattr(keeping.pdf, "render", None)  # drawing it again would fail
    assert keeping.keep(invoice=invoice).pk == first.pk
    assert Document.objects.count() == 1


def test_what_was_kept_is_what_is_read():
    made = keeping.keep(invoice=make.invoice())
    content = keeping.read(made)
    assert content.startswith(b"%PDF-1.7")
    assert hashlib.sha256(content).hexdigest() == made.sha256
    assert made.xml.startswith("<?xml")


def test_a_file_that_somebody_changed_is_not_given_out():
    made = keeping.keep(invoice=make.invoice())
    with default_storage.open(made.pdf.name, "ab") as file:
        file.write(b"%")
    with pytest.raises(OSError, match="not the one that was kept"):
        keeping.read(made)


def test_whoever_is_late_gets_what_the_other_kept_and_leaves_no_file_behind(monkeypatch, tmp_path):
    invoice = make.invoice()
    draw = keeping.pdf.render

    def while_another_keeps_it(sheet, *, xml):
        monkeypatch.setattr(keeping.pdf, "render", draw)
        keeping.keep(invoice=invoice)
        return draw(sheet, xml=xml)

    monkeypatch.setattr(keeping.pdf, "render", while_another_keeps_it)
    made = keeping.keep(invoice=invoice)
    assert Document.objects.get().pk == made.pk
    assert len(list(tmp_path.rglob("*.pdf"))) == 1


def test_it_stands_among_the_platforms_files_also_when_a_shop_is_at_work(red, tmp_path):
    made = keeping.keep(invoice=make.invoice())
    (file,) = tmp_path.rglob("*.pdf")
    assert file.relative_to(tmp_path).parts[:3] == ("public", "billing", "invoices")
    assert keeping.read(made)


def test_nobody_is_given_it_by_its_path(platform_client, client_for, red):
    made = keeping.keep(invoice=make.invoice())
    for client in (platform_client(), client_for(red)):
        for path in (made.pdf.name, f"public/{made.pdf.name}"):
            assert client.get(f"/media/{path}").status_code == 404
