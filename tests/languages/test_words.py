"""Words in several languages: what a reader finds, and what it costs."""

from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from kernel.words import LANGUAGES
from tenant_apps.ticketing.events.models import Event, TicketType
from tenant_apps.ticketing.venues.models import Venue
from tests import make

texts = st.sampled_from(["", "a", "b", "c"])
written = st.dictionaries(
    st.sampled_from(LANGUAGES), st.fixed_dictionaries({"name": texts, "summary": texts})
)


def worded(name, **fields):
    event = make.event(name=name)
    for field, value in fields.items():
        setattr(event, field, value)
    event.save()
    return event


def test_each_reader_finds_his_own_language(red):
    event = Event(name="Faust", language="en", translations={"fr": {"name": "Le Faust"}})
    with override("fr"):
        assert event.words.name == "Le Faust"
    with override("es"):
        assert event.words.name == "Faust"


def test_a_country_s_language_falls_back_to_the_language(red):
    event = Event(name="Faust", translations={"pt": {"name": "Fausto"}})
    with override("pt-br"):
        assert event.words.name == "Fausto"


def test_what_only_another_language_has_is_better_than_nothing(red):
    event = Event(name="Faust", summary="", translations={"es": {"summary": "Una ópera"}})
    with override("fr"):
        assert event.words.summary == "Una ópera"


@given(own=texts, translations=written, reader=st.sampled_from([*LANGUAGES, "pt-br"]))
def test_nothing_is_empty_that_somebody_wrote(own, translations, reader):
    event = Event(name=own, translations=translations)
    with override(reader):
        found = event.words.name
    short = reader.partition("-")[0]
    asked = translations.get(short, {}).get("name")
    everything = [own, *(one["name"] for one in translations.values())]
    assert found == (asked or own or found)
    assert found in everything
    assert bool(found) == any(everything)


def test_words_cost_no_query(red, django_assert_num_queries):
    event = make.event()
    event = Event.objects.select_related("venue").get(pk=event.pk)
    kind = TicketType.objects.filter(event=event).first()
    with django_assert_num_queries(0), override("fr"):
        assert event.words.description == event.description
        assert kind.words.name == kind.name


def test_a_word_that_is_none_is_refused():
    try:
        _ = Venue().words.price
    except AttributeError as fault:
        assert "price" in str(fault)
    else:
        raise AssertionError("a price is not a word")


def test_an_event_is_in_the_language_of_its_shop_unless_it_says_so(red):
    assert Event().language == "en"
    assert Event(language="").own_language == "en"
    assert TicketType(event=Event(language="fr")).own_language == "fr"


def test_an_emptied_translation_leaves_nothing_behind():
    venue = Venue(name="Hall", translations={"fr": {"name": "La salle"}, "pt": {"name": "Sala"}})
    venue.translate("fr", {"name": ""})
    assert venue.translations == {"pt": {"name": "Sala"}}


def test_the_shop_is_searched_in_the_reader_s_language(red, client_for):
    worded("The Magic Flute", translations={"fr": {"name": "La Flûte enchantée"}})
    red_shop = client_for(red)
    french = red_shop.get("/?q=enchant", headers={"accept-language": "fr"}).text
    assert "La Flûte enchantée" in french
    assert "The Magic Flute" not in french
    assert "La Flûte" not in red_shop.get("/?q=enchant").text


def test_categories_are_filtered_alike_in_every_language(red, client_for):
    translations = {"fr": {"category": "Théâtre"}}
    worded("Faust", category="Theatre", translations=translations)
    worded("Blue note", category="Jazz")
    page = client_for(red).get("/?category=Theatre", headers={"accept-language": "fr"}).text
    assert ">Théâtre</a>" in page
    assert "Blue note" not in page
