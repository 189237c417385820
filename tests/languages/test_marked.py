"""Nothing that people read is left out of translation, and nothing is lost on the way."""

import ast

import pytest

from infra.run import catalogues
from tests.languages import unmarked

LANGUAGES = tuple(catalogues.PLURALS)


def test_every_word_of_a_template_is_marked():
    found = {}
    for path, name in unmarked.templates():
        if words := unmarked.in_template(path.read_text("utf-8"), is_html=path.suffix == ".html"):
            found[name] = words
    assert not found


def test_every_text_in_python_is_marked():
    found = {}
    for path, name in unmarked.modules():
        if words := unmarked.in_python(ast.parse(path.read_text("utf-8"))):
            found[name] = words
    assert not found


def test_what_is_not_marked_is_found():
    page = (
        '<p title="Look here">{% translate "Marked" %} left out {{ name }}</p>'
        '{% blocktranslate %}Marked too{% endblocktranslate %}{% button "Publish" %}'
        '<script>let words = "";</script><b>QR</b>'
    )
    found = unmarked.in_template(page, is_html=True)
    assert found == ["Publish", "title=Look here", "… left out …"]
    code = ast.parse('x(label="Your name")\nclass A(Refusal):\n    sentence = "No."\n')
    assert set(unmarked.in_python(code)) == {"Your name", "No."}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_has_what_the_sources_have(language):
    inside = {
        (one.context or "", catalogues.text_of(one)) for one in catalogues.read(language) if one.id
    }
    marked = {entry.key for entry in catalogues.extract()}
    assert not marked - inside, "run infra/bin/words"
    assert not inside - marked, "run infra/bin/words"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_with_its_places_and_tags(language):
    known = catalogues.translations(language)
    faults = {}
    for entry in catalogues.extract():
        said = known.get(entry.key)
        why = catalogues.fault(entry, said) if said else "is missing"
        if why:
            faults[entry.text] = why
    assert not faults


@pytest.mark.parametrize(
    ("text", "plural", "said", "is_fault"),
    [
        ("Hello %(name)s", "", ["Hola %(name)s"], False),
        ("Hello %(name)s", "", ["Hola %(nombre)s"], True),
        ("Hello {name}", "", ["Hola"], True),
        ("100 %% sure", "", ["Segura al 100 %%"], False),
        ("<b>Free</b>", "", ["<b>Gratis</b>"], False),
        ("<b>Free</b>", "", ["Gratis"], True),
        ("Free", "", [" "], True),
        ("One ticket", "%(n)s tickets", ["Un billet", "%(n)s billets"], False),
        ("One ticket", "%(n)s tickets", ["%(n)s billet", "%(n)s billets"], False),
        ("One ticket", "%(n)s tickets", ["Un billet", "Des billets"], True),
        ("One ticket", "%(n)s tickets", ["Un billet"], True),
    ],
)
def test_a_translation_that_loses_something_is_refused(text, plural, said, is_fault):
    assert bool(catalogues.fault(catalogues.Entry(text, plural), said)) is is_fault
