"""A bound before a number (up to, at least) that is lost or turned round is a NUMBER flag; one said otherwise is not."""

from __future__ import annotations

import pytest

from service.checks import SegmentPair, check_segment
from service.domain import FlagCode


def number(language: str, original: str, text: str) -> list[str]:
    flags = check_segment(SegmentPair(original, text, language))
    return [flag.detail for flag in flags if flag.code is FlagCode.NUMBER]


@pytest.mark.parametrize(
    ("language", "original", "text", "detail"),
    [
        ("de", "Das Werk erzeugt bis zu 300.000 Tonnen Stahl.", "The plant makes to 300,000 tons of steel.",
         "bound lost: bis zu 300.000"),
        ("de", "Ab 2031 liefert das Werk im Jahr bis zu 300.000 Tonnen.",
         "The plant delivers from 2031 every year to 300,000 tons.", "bound lost: bis zu 300.000"),
        ("de", "Mindestens 14 Menschen wurden verletzt.", "14 people were injured.", "bound lost: Mindestens 14"),
        ("de", "Mehr als die Hälfte der Häuser ist leer.", "Half of the houses are empty.",
         "bound lost: Mehr als die Hälfte"),
        ("nb", "Minst tre personer er savnet.", "At most three people are missing.", "bound turned round: Minst tre"),
        ("nb", "Boten er på opptil 50 000 kroner.", "The fine is 50,000 kroner.", "bound lost: opptil 50 000"),
        ("nb", "Over 2000 elever streiket.", "2,000 pupils went on strike.", "bound lost: Over 2000"),
        ("nb", "Ikke mer enn 40 gjester får komme inn.", "More than 40 guests may come in.",
         "bound turned round: Ikke mer enn 40"),
        ("nn", "Det kostar meir enn € 12 millionar.", "It costs €12 million.", "bound lost: meir enn € 12 millionar"),
        ("nn", "Færre enn 90 bur på øya.", "90 people live on the island.", "bound lost: Færre enn 90"),
        ("sv", "Högst 80 personer får plats.", "80 people can be seated.", "bound lost: Högst 80"),
        ("da", "Mindst 25 biler brændte.", "25 cars burned.", "bound lost: Mindst 25"),
        ("de", "Mehr als 60 Boote kamen. Alle legten an.", "At sea there were more than ever. 60 boats came. All moored.",
         "bound lost: Mehr als 60"),
    ],
)  # fmt: skip
def test_a_lost_bound_is_named(language, original, text, detail):
    assert number(language, original, text) == [detail]


@pytest.mark.parametrize(
    ("language", "original", "text", "why"),
    [
        ("de", "Das Werk erzeugt bis zu 300.000 Tonnen Stahl.", "The plant makes up to 300,000 tons.", "the phrase"),
        ("de", "Von 3 Euro bis zu 5 Euro kostet das Eis.", "The ice cream costs from 3 euros to 5 euros.", "the end of a range"),
        ("de", "Unter drei Bewerbern fiel die Wahl schwer.", "Among three applicants the choice was hard.", "among"),
        ("de", "Über drei Tage brannte der Wald.", "For three days the forest burned.", "a length of time"),
        ("de", "Nicht in mehr als 5 Fällen half es.", "It helped in at most 5 cases.", "negation and bound as one"),
        ("de", "Bis zum 3. Mai gilt das Verbot.", "The ban is in force until 3 May.", "a date"),
        ("de", "Das Verbot gilt für Kinder unter 12 Jahren.", "The ban is for children younger than 12.", "comparative"),
        ("nb", "Minst tre personer er savnet.", "Three or more people are missing.", "a phrase behind"),
        ("nb", "Over 400 tonn korn ble brent.", "400+ tons of grain were burned.", "a plus sign"),
        ("nb", "Salen rommer maks 200.", "The hall seats 200 at most.", "a phrase behind"),
        ("nb", "Elva er over 3 mil lang.", "The river is more than 30 km long.", "a converted unit"),
        ("nn", "Minst ti hus vart tekne.", "No fewer than ten houses were taken.", "negated"),
        ("nb", "Gutten på 12 år fikk minst 3 fisker.", "The boy, 12, caught at least 3 fish.", "another number has none"),
        ("nb", "Minst er fire kommuner.", "Smallest are four municipalities.", "a word between"),
    ],
)  # fmt: skip
def test_a_bound_said_otherwise_is_not(language, original, text, why):
    assert number(language, original, text) == [], why
