"""Numbers by the conventions of each language. Every row names its reason."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.facts.numbers import find_numbers


def values(text: str, code: str) -> list[str]:
    return [f"{fact.value:f}" for fact in find_numbers(text, code)]


def kinds(text: str, code: str) -> list[str]:
    return [fact.kind for fact in find_numbers(text, code)]


@pytest.mark.parametrize(
    ("reason", "code", "text", "expected"),
    [
        ("decimal comma", "nb", "Renta steg til 4,25 prosent.", ["4.25"]),
        ("decimal comma, nynorsk", "nn", "Elva steig 1,5 meter.", ["1.5"]),
        ("decimal comma, German", "de", "Das Loch ist 3,5 Meter tief.", ["3.5"]),
        ("decimal point", "en", "The hole is 3.5 metres deep.", ["3.5"]),
        ("points group thousands", "de", "Es kamen 12.500 Gäste.", ["12500"]),
        ("points group millions", "nb", "Byen har 1.200.000 innbyggere.", ["1200000"]),
        ("a space groups", "nb", "Det kom 12 500 gjester.", ["12500"]),
        ("a no-break space groups", "nn", "Det kom 12\u00a0500 gjester.", ["12500"]),
        ("an apostrophe groups (Switzerland)", "de", "Es kostet 1'250'000 Franken.", ["1250000"]),
        ("commas group", "en", "The town has 1,200,000 people.", ["1200000"]),
        ("only grouping makes sense of two commas", "nb", "Det sto 1,200,000 på skiltet.", ["1200000"]),
        ("a point before other than three digits is decimal", "de", "Version 2.75 kommt.", ["2.75"]),
        ("million", "nb", "Broen kostet 1,2 millioner kroner.", ["1200000"]),
        ("Milliarde is a billion", "de", "Das Paket umfasst 1,2 Milliarden Euro.", ["1200000000"]),
        ("milliard is a billion", "nn", "Fondet fekk 3 milliardar.", ["3000000000"]),
        ("Billion is a trillion", "de", "Die Schulden: 2 Billionen Euro.", ["2000000000000"]),
        ("billion is a billion", "en", "Debt is 2 billion euros.", ["2000000000"]),
        ("Mrd.", "de", "Das sind 1,2 Mrd. Euro.", ["1200000000"]),
        ("Mio. at the end", "de", "Es waren 5 Mio.", ["5000000"]),
        ("mill. kr", "nb", "Prisen er 6 mill. kr.", ["6000000"]),
        ("$ and bn", "en", "It cost $40bn.", ["40000000000"]),
        ("£ and m", "en", "A £1.2m house.", ["1200000"]),
        ("m without money is metres", "en", "She swam 100m.", ["100"]),
        ("digits and tusen", "nb", "Det kom 40 tusen.", ["40000"]),
        ("word and million", "en", "Five million people left.", ["5000000"]),
        ("an article and million", "de", "Eine Million Menschen.", ["1000000"]),
        ("half a million", "en", "Half a million left.", ["500000"]),
        ("en halv million", "nb", "De ga en halv million.", ["500000"]),
        ("eine halbe Million", "de", "Er gab eine halbe Million aus.", ["500000"]),
        ("units before tens", "de", "Es waren zweiundzwanzig Boote.", ["22"]),
        ("hundreds", "de", "Sie fanden zweihundertfünfzig Münzen.", ["250"]),
        ("a long compound", "de", "Es waren achthundertneunundneunzigtausend.", ["899000"]),
        ("capital at the start of a sentence", "de", "Zwölf Boote sanken.", ["12"]),
        ("tens before units", "nb", "Det var tjueto båter.", ["22"]),
        ("the old way of counting", "nb", "Det var toogtyve båter.", ["22"]),
        ("nynorsk", "nn", "Det var tjuefem båtar.", ["25"]),
        ("several words", "nb", "Fire hundre tusen fisker døde.", ["400000"]),
        ("og after hundre", "nb", "Det var to hundre og femti båter.", ["250"]),
        ("hyphen", "en", "Twenty-two boats sank.", ["22"]),
        ("hundred and", "en", "It took two hundred and five days.", ["205"]),
        ("hundred thousand", "en", "About two hundred thousand fled.", ["200000"]),
        ("Danish twenties", "da", "Der var femoghalvtreds både.", ["55"]),
        ("Swedish", "sv", "Det var tjugofem miljoner.", ["25000000"]),
        ("age in words", "de", "Ihre dreijährige Tochter lacht.", ["3"]),
        ("age in digits", "de", "Der 34-Jährige floh.", ["34"]),
        ("åring", "nb", "20-åringen rømte.", ["20"]),
        ("year-old", "en", "The three-year-old laughed.", ["3"]),
        ("dozen", "en", "A dozen boats sank.", ["12"]),
        ("Dutzend", "de", "Ein Dutzend Boote sank.", ["12"]),
        ("a third of", "en", "A third of the boats sank.", ["0.3333"]),
        ("ein Drittel", "de", "Ein Drittel der Boote sank.", ["0.3333"]),
        ("to tredjedeler", "nb", "To tredjedeler stemte ja.", ["0.6667"]),
        ("two thirds", "en", "Two thirds voted yes.", ["0.6667"]),
        ("drei Viertel", "de", "Drei Viertel stimmten zu.", ["0.75"]),
        ("halvparten", "nb", "Halvparten stemte ja.", ["0.5"]),
        ("anderthalb", "de", "Es dauerte anderthalb Stunden.", ["1.5"]),
        ("zweieinhalb", "de", "Es dauerte zweieinhalb Stunden.", ["2.5"]),
        ("halvannen", "nb", "Det tok halvannen time.", ["1.5"]),
        ("and a half", "en", "It took two and a half hours.", ["2.5"]),
        ("og en halv", "nb", "Det tok to og en halv time.", ["2.5"]),
        ("vulgar fraction", "en", "It took 5½ hours.", ["5.5"]),
        ("minus sign", "nb", "Det var −5 grader.", ["-5"]),
        ("minus in words", "en", "It was minus 5 degrees.", ["-5"]),
        ("a range is two numbers", "nb", "Mellom 70–90 prosent.", ["70", "90"]),
    ],
)
def test_value(reason: str, code: str, text: str, expected: list[str]) -> None:
    assert values(text, code) == expected, reason


@pytest.mark.parametrize(
    ("reason", "code", "text"),
    [
        ("an article", "nb", "En mann og et barn så ei ku."),
        ("an article", "de", "Ein Mann sah eine Kuh."),
        ("one alone is as good as an article", "en", "One man saw a cow."),
        ("et par is vague", "nb", "Det tok et par dager."),
        ("vague hundreds", "nb", "Flere hundre møtte opp, tusenvis ble hjemme."),
        ("vague hundreds", "en", "Several hundred came, thousands stayed."),
        ("vague hundreds", "de", "Mehrere hundert kamen, Tausende blieben."),
        ("millions without a number", "de", "Millionen sahen zu."),
        ("a noun, not eleven", "de", "Gestern gewann die Elf."),
        ("a verb, not the eighth", "de", "Wir müssen darauf achten."),
        ("letters that happen to begin with a number", "nb", "Treneren tilbød fiskeren seksualundervisning."),
        ("addresses are no numbers", "en", "See https://example.com/2024/11 or @user22 #7days."),
    ],
)
def test_no_number(reason: str, code: str, text: str) -> None:
    assert values(text, code) == [], reason


@pytest.mark.parametrize(
    ("reason", "code", "text", "expected"),
    [
        ("ordinal with a point before a small letter", "nb", "Hun ble nummer to i 3. runde.", ["cardinal", "ordinal"]),
        ("ordinal before a noun", "de", "Er wurde im 3. Lauf Zweiter.", ["ordinal", "ordinal"]),
        ("the end of a sentence is no ordinal", "de", "Wir waren 12. Die anderen fehlten.", ["cardinal"]),
        ("English endings", "en", "The 3rd and the 21st boat.", ["ordinal", "ordinal"]),
        ("ordinal word", "en", "The third boat sank.", ["ordinal"]),
        ("declined ordinal", "de", "Am dritten Tag regnete es.", ["ordinal"]),
        ("percent sign", "nb", "Det er 5 % av alt.", ["percent"]),
        ("percent word", "de", "Fünf Prozent stimmten zu.", ["percent"]),
        ("per cent", "en", "Five per cent agreed.", ["percent"]),
        ("money after", "nb", "Den koster 500 kroner.", ["money"]),
        ("money before", "en", "It costs €500.", ["money"]),
        ("a year", "en", "It closed in 2018.", ["year"]),
        ("a decade", "en", "It closed in the 1990s.", ["year"]),
        ("a decade", "nb", "Den stengte på 1990-tallet.", ["year"]),
        ("a decade", "de", "Sie schloss in den 1990er Jahren.", ["year"]),
        ("grouped digits are no year", "en", "It has 2,018 seats.", ["cardinal"]),
        ("a round number of things is no year", "nb", "Det kom 2000 personer.", ["cardinal"]),
        ("a score", "nb", "De vant 2–1.", ["other", "other"]),
        ("a score", "de", "Sie verloren 0:1.", ["other", "other"]),
        ("a range that counts something", "nb", "Det tar 2–3 dager.", ["cardinal", "cardinal"]),
        ("clock time", "nb", "Møtet starter kl. 14.30.", ["other"]),
        ("clock time", "de", "Es beginnt um 18 Uhr.", ["other"]),
        ("clock time", "en", "It starts at 7 p.m. today.", ["other"]),
        ("digits of a name", "en", "The F-16 and the G7 and COVID-19.", ["other", "other", "other"]),
        ("a missile", "nb", "Raketten Fath-360 ble vist.", ["other"]),
        ("a paragraph of a law", "de", "Nach § 3 ist das verboten.", ["other"]),
        ("telephone number", "nb", "Ring +47 22 33 44 55 i dag.", ["other"]),
        ("day of a date in digits", "de", "Stand: 11.10.2024", ["other"]),
    ],
)
def test_kind(reason: str, code: str, text: str, expected: list[str]) -> None:
    assert kinds(text, code) == expected, reason


@pytest.mark.parametrize(
    ("reason", "code", "text", "expected"),
    [
        ("halb drei is half past two", "de", "Um halb drei ging er.", "2.3"),
        ("halv tre is half past two", "nb", "Klokka halv tre gikk han.", "2.3"),
        ("half past two", "en", "He left at half past two.", "2.3"),
        ("an hour by its part of the day", "en", "He left at three in the morning.", "3"),
        ("a quarter after", "de", "Um Viertel nach acht ging er.", "8.15"),
        ("a quarter before", "nn", "Klokka kvart på to gjekk han.", "1.45"),
        ("afternoon", "en", "He left at 2.30 p.m. sharp.", "14.3"),
        ("noon", "en", "It opens at 12 p.m. and", "12"),
        ("after midnight", "en", "It closes at 12:15 am.", "0.15"),
        ("hours and minutes", "de", "Er ging um 14:05 Uhr.", "14.05"),
    ],
)
def test_clock(reason: str, code: str, text: str, expected: str) -> None:
    assert [fact.value for fact in find_numbers(text, code)] == [Decimal(expected)], reason


@given(
    st.text(alphabet="0123456789 .,:-–/%$€mk tohundre og½’'", max_size=60), st.sampled_from(["nb", "de", "en", "xx"])
)
def test_spans_hold_and_never_overlap(text: str, code: str) -> None:
    end = 0
    for fact in find_numbers(text, code):
        assert fact.text == text[fact.start : fact.end]
        assert fact.start >= end
        assert fact.value.is_finite()
        end = fact.end


@given(st.integers(min_value=2, max_value=999_999))
def test_the_same_value_however_it_is_grouped(number: int) -> None:
    """A number's value does not depend on the grouping its language uses."""
    english, norwegian = f"{number:,} boats", f"{number:,}".replace(",", " ") + " båter"
    german = f"{number:,}".replace(",", ".") + " Boote"
    read = [find_numbers(text, code)[0].value for text, code in ((english, "en"), (norwegian, "nb"), (german, "de"))]
    assert read == [Decimal(number)] * 3
