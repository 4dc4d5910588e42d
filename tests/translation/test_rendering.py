"""Facts of a source as English writes them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from service.languages import data_table
from service.translation.rendering import (
    date_in_english,
    fact_spans,
    name_spans,
    number_in_english,
    time_spans,
    weekday_spans,
)


@pytest.mark.parametrize(
    ("value", "text", "english"),
    [
        pytest.param("1200000", "1,2 millioner", "1.2 million", id="decimal comma and multiplier"),
        pytest.param("2500000000", "2,5 Milliarden", "2.5 billion", id="a long-scale milliard"),
        pytest.param("12500", "12 500", "12,500", id="thousands by a space"),
        pytest.param("1200000", "1.200.000", "1,200,000", id="written out stays written out"),
        pytest.param("3.5", "3,5", "3.5", id="decimal comma"),
        pytest.param("100", "100", "100", id="no exponent"),
    ],
)
def test_numbers(value, text, english):
    assert number_in_english(Decimal(value), text) == english


@pytest.mark.parametrize(
    ("edtf", "english"),
    [
        ("XXXX-10-11", "October 11"),
        ("2024-10-03", "October 3, 2024"),
        ("2024-10", None),
        ("2024-10-10/2024-10-12", None),
    ],
)
def test_dates(edtf, english):
    assert date_in_english(edtf) == english


@pytest.mark.parametrize(
    ("language", "text", "spans"),
    [
        ("nb", "Det skjedde onsdag kveld.", {"onsdag kveld": "Wednesday evening"}),
        ("nb", "natt til fredag", {"natt til fredag": "overnight into Friday"}),
        ("nn", "måndag morgon", {"måndag morgon": "Monday morning"}),
        ("de", "am Freitagabend und am Montag", {"Freitagabend": "Friday evening", "Montag": "Monday"}),
        ("de", "in der Nacht zum Sonntag", {"in der Nacht zum Sonntag": "overnight into Sunday"}),
        ("nb", "mandagsåpent", {}),
        ("en", "on Monday", {"Monday": "Monday"}),
    ],
)
def test_weekdays(language, text, spans):
    assert {text[s.start : s.end]: s.english for s in weekday_spans(text, language)} == spans


def test_a_place_takes_its_exonym_and_a_genitive_its_apostrophe():
    spans = {s.english for s in name_spans("Møtet i Tysklands hovedstad ble avlyst av Kari Nordmann.", "nb")}
    assert "Germany's" in spans
    assert "Kari Nordmann" in spans


def test_an_amount_keeps_its_currency():
    spans = {s.english for s in fact_spans("Skolen koster 45 millioner kroner og åpner fredag 15. august 2025.", "nb")}
    assert "45 million kroner" in spans
    assert "Friday, August 15, 2025" in spans


@pytest.mark.parametrize(
    ("language", "text", "spans"),
    [
        pytest.param("nb", "Det smalt klokken 21.47.", {"21.47": "21:47"}, id="the preposition stays"),
        pytest.param("nb", "Veien åpnet kl. 04.20.", {"04.20": "4:20"}, id="no leading zero"),
        pytest.param("nb", "rundt klokken halv tre", {"halv tre": "2:30"}, id="half to three"),
        pytest.param("de", "Gegen 6.45 Uhr knallte es.", {"6.45 Uhr": "6:45"}, id="Uhr goes with the figure"),
        pytest.param("de", "Es beginnt um 18 Uhr.", {"18 Uhr": "18:00"}, id="a full hour"),
        pytest.param("nb", "De vant 3-2.", {}, id="a score is no time"),
    ],
)
def test_times_of_day(language, text, spans):
    assert {text[s.start : s.end]: s.english for s in time_spans(text, language)} == spans


@pytest.mark.parametrize(
    ("language", "text", "spans"),
    [
        pytest.param("nb", "Hun ringte Røde Kors.", {"Røde Kors": ("Red Cross", True)}, id="a body with an article"),
        pytest.param("nb", "Han er i EU.", {"EU": ("EU", True)}, id="initials that English has too"),
        pytest.param("nb", "Hun er i FN.", {"FN": ("United Nations", True)}, id="initials that English has not"),
        pytest.param("nb", "Båten gikk til Færøyene.", {"Færøyene": ("Faroe Islands", True)}, id="islands"),
        pytest.param("de", "Er kam aus Köln.", {"Köln": ("Cologne", False)}, id="a town"),
        pytest.param(
            "de",
            "Betriebsratschef Detlef Nowak schwieg.",
            {"Detlef Nowak": ("Detlef Nowak", False)},
            id="a role is no name",
        ),
    ],
)
def test_names_are_english_ones_with_their_article(language, text, spans):
    assert {text[s.start : s.end]: (s.english, s.definite) for s in name_spans(text, language)} == spans


@pytest.mark.parametrize(
    ("language", "text", "english"),
    [
        pytest.param("nb", "en mann i 50-årene", {"50s"}, id="of a life"),
        pytest.param("de", "in den 1980er Jahren", {"1980s"}, id="of a century"),
        pytest.param("nb", "på 1800-tallet", {"19th century"}, id="a century by its hundreds"),
        pytest.param("nb", "på 2000-tallet", set(), id="a decade, a century or a millennium"),
        pytest.param("nb", "i 2024", {"2024"}, id="a year"),
    ],
)
def test_decades_and_centuries(language, text, english):
    assert {s.english for s in fact_spans(text, language)} == english


def test_places_with_an_article_are_in_the_table():
    tables = data_table("places")
    known = {name for title in ("countries", "cities", "regions", "waters") for name in tables[title]}
    assert set(tables["with_article"]) <= known
    assert set(data_table("names")["with_article"]) <= set(data_table("names")["organizations"])
