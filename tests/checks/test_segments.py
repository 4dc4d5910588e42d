"""Checks of a translated segment. Every row names its reason."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.checks import SegmentPair, check_segment, check_sentence
from service.domain import FlagCode
from tests.checks.pairs import PAIRS


def flags(code: str, original: str, text: str, **more: object) -> dict[str, str]:
    pair = SegmentPair(original, text, code, **more)  # type: ignore[arg-type]  # keyword names are the test's own
    return {flag.code.value: flag.detail for flag in check_segment(pair)}


@pytest.mark.parametrize(("code", "original", "text"), PAIRS)
def test_a_faithful_translation_has_no_flag(code: str, original: str, text: str) -> None:
    assert flags(code, original, text) == {}


@pytest.mark.parametrize(
    ("reason", "code", "original", "text", "flag", "detail"),
    [
        ("a thousand times less", "de", "Das kostet 1,2 Milliarden Euro.", "It costs 1.2 million euros.",
         "NUMBER", "1,2 Milliarden -> 1.2 million"),
        ("Milliarde taken for milliard", "de", "Es waren 3 Milliarden Sterne.", "There were 3 trillion stars.",
         "NUMBER", "3 Milliarden -> 3 trillion"),
        ("a grouping point read as a decimal point", "de", "Es kamen 1.200 Gäste.", "There came 1.200 guests.",
         "NUMBER", "1.200 -> 1.200"),
        ("a number word lost", "nb", "Sytten hus brant ned.", "Houses burned down.", "NUMBER", "missing: Sytten"),
        ("a number made up", "nb", "Mange hus brant ned.", "40 houses burned down.", "NUMBER", "added: 40"),
        ("the wrong hour", "de", "Er ging um halb drei.", "He left at half past three.", "NUMBER",
         "halb drei -> half past three"),
        ("morning became afternoon", "de", "Um 6.45 Uhr knallte es.", "At 6:45 p.m. there was a bang.", "NUMBER",
         "6.45 Uhr -> 6:45 p.m."),
        ("evening became morning", "nb", "Bilen kom klokken 21.47.", "The car came at 9:47.", "NUMBER",
         "klokken 21.47 -> 9:47"),
        ("a report, `møtt opp`", "nb", "Han skal ha møtt opp på jobben.", "He turned up at work.", "HEDGE",
         "doubt lost: skal ha møtt"),
        ("a quoted word hedges nothing where the original quotes it", "de", "Angeblich wurde es als „Kosten“ verbucht.",
         'Indeed, it was booked as "costs".', "HEDGE", "doubt lost: Angeblich"),
        ("a family name became a letter", "nb", "Det sier advokat Mona Fjeldstad.", "Lawyer Mona F cold says so.",
         "NAME", "Mona Fjeldstad -> Mona F"),
        ("in their forties is not forty", "nb", "Føreren er en kvinne i 40-årene.", "The driver is a 40-year-old woman.",
         "NUMBER", "40-årene -> 40"),
        ("a date lost", "de", "Am 11. Oktober regnete es in Graz.", "It rained in Graz.", "DATE", "missing: 11. Oktober"),
        ("another month", "nb", "Det regnet 3. mai.", "It rained on 3 March.", "DATE", "3. mai -> 3 March"),
        ("another weekday", "de", "Am Dienstag regnete es.", "It rained on Thursday.", "DATE", "Dienstag -> Thursday"),
        ("another year", "nb", "Broen åpnet i 2019.", "The bridge opened in 2017.", "DATE", "2019 -> 2017"),
        ("yesterday became tomorrow", "nb", "De kom i går.", "They come tomorrow.", "DATE", "i går -> tomorrow"),
        ("kroner became dollars", "nb", "Den koster 500 kroner.", "It costs 500 dollars.", "UNIT", "kroner -> dollars"),
        ("metres became feet", "de", "Das Loch ist 30 Meter tief.", "The hole is 30 feet deep.", "UNIT", "Meter -> feet"),
        ("one of two amounts lost its unit", "de", "Sie zahlen 0,35 Euro statt 0,18 Euro.",
         "They pay 0.35 euros instead of 0.18.", "UNIT", "missing: 0,18 Euro"),
        ("another decade", "de", "In den Sechzigern war das so.", "That was so in the 1970s.", "DATE", "added: 1970"),
        ("percent lost", "nb", "Prisen steg 5 prosent.", "The price rose by 5.", "UNIT", "missing: 5 prosent"),
        ("percentage points", "de", "Ein Plus von 3 Prozentpunkten.", "A plus of 3 percent.", "UNIT",
         "Prozentpunkten -> percent"),
        ("a negation lost", "nb", "Politiet vet ikke hvem mannen er.", "The police know who the man is.", "NEGATION",
         "lost: ikke"),
        ("a negation gained", "de", "Die Polizei kennt den Mann.", "The police do not know the man.", "NEGATION",
         "gained: not"),
        ("nobody became everybody", "de", "Niemand wurde verletzt.", "Everybody was injured.", "NEGATION", "lost: Niemand"),
        ("a claim became fact", "nb", "Mannen skal ha tent på huset.", "The man set fire to the house.", "HEDGE",
         "doubt lost: skal ha tent"),
        ("a claim became fact", "de", "Er soll das Haus angezündet haben.", "He set fire to the house.", "HEDGE",
         "doubt lost: soll das Haus angezündet haben"),
        ("a source lost", "de", "Laut Polizei brannte das Haus.", "The house burned.", "HEDGE", "attribution lost: Laut"),
        ("alleged became fact", "de", "Der mutmaßliche Dieb floh.", "The thief fled.", "HEDGE",
         "doubt lost: mutmaßliche"),
        ("marks lost", "nb", "«Vi gir oss», sa hun.", "We give up, she said.", "QUOTE", "marks lost: Vi gir oss"),
        ("marks made up", "de", "Sie gaben auf, sagte sie.", "\"They gave up at once\", she said.", "QUOTE",
         "marks added: They gave up at once"),
        ("an address changed", "nb", "Se https://example.no/sak/12 nå.", "See https://example.com/case/12 now.", "PROTECTED",
         "https://example.no/sak/12 -> https://example.com/case/12"),
        ("a hashtag translated", "de", "Unter #Hochwasser steht alles.", "Everything is under #Flood.", "PROTECTED",
         "#Hochwasser -> #Flood"),
        ("kept in the original", "nb", "Huset ligger ved en liten elv.", "Huset ligger ved en liten elv.", "ECHO",
         "the output is the source"),
        ("mostly kept", "de", "Das Haus steht an einem kleinen Fluss.", "Das House steht an einem kleinen River.", "ECHO",
         "left as it was: steht an einem kleinen"),
        ("a phrase twice running", "nb", "USA sender skip.", "The United States's United States sends ships.", "LOOP",
         "repeats: united states"),
        ("a word again and again", "de", "Der Rat tagte.", "The council the the the met.", "LOOP", "repeats: the"),
        ("a long phrase comes back", "nb", "Han sa at båten sank utenfor øya.",
         "He said that the boat sank off the island, he said that the boat went down.", "LOOP",
         "repeats: he said that the boat"),
        ("nothing came out", "nb", "Huset brant.", " ", "TRUNCATED", "nothing came out"),
        ("half is missing", "de",
         "Der Bürgermeister eröffnete die Brücke und lobte die Arbeiter für ihre große Geduld.", "The mayor opened.",
         "TRUNCATED", "14 letters from 71"),
        ("far too long", "nb", "Huset brant.", "The house burned, and the neighbours all came out to watch it.",
         "ADDED", "49 letters from 10"),
    ],
)  # fmt: skip
def test_flag(reason: str, code: str, original: str, text: str, flag: str, detail: str) -> None:  # noqa: PLR0917
    assert flags(code, original, text).get(flag) == detail, reason


@pytest.mark.parametrize(
    ("reason", "code", "original", "text"),
    [
        ("words and digits", "nb", "Sytten hus brant ned.", "17 houses burned down."),
        ("digits and words", "de", "17 Häuser brannten.", "Seventeen houses burned."),
        ("a dozen is 12", "nb", "Et dusin hus brant.", "12 houses burned."),
        ("half is 50 percent", "de", "Die Hälfte stimmte zu.", "50 percent agreed."),
        ("both and two", "de", "Die beiden Frauen kamen.", "The two women came."),
        ("failed to is did not", "nb", "Laget klarte ikke å vinne.", "The team failed to win."),
        ("centuries", "nb", "Huset er fra 1800-tallet.", "The house is from the 19th century."),
        ("a first that is no number", "de", "Sie kam zuerst.", "She came first."),
        ("names only", "de", "Anna Seidel, Stefan Huber", "Anna Seidel, Stefan Huber"),
        ("a word both languages share", "nb", "Sport", "Sport"),
        ("afternoon hours", "nb", "Møtet er kl. 18.", "The meeting is at 6 p.m."),
        ("the evening is said elsewhere", "de", "Um 6.45 Uhr abends knallte es.", "There was a bang at 6:45 p.m."),
        ("the evening is said in English", "nb", "Bilen kom klokken 21.47.", "The car came at 9:47 in the evening."),
        ("a decade of life", "nb", "Føreren er en kvinne i 40-årene.", "The driver is a woman in her 40s."),
        ("either half of the day", "de", "Er ging um halb drei.", "He left at 2:30 p.m."),
        ("speech after a headline's colon", "nb", "Laget snudde kampen: – Helt sykt", "Comeback: \"Totally crazy\""),
        ("the source repeats itself", "nb", "Igjen, igjen og igjen sa hun det.", "Again, again and again she said it."),
        ("English doubles", "nb", "Hun sa at det var det.", "She said that that was it."),
        ("compound with a number", "nb", "De vil ha firedagersuke.", "They want a four-day week."),
        ("compound with a number", "de", "Sie wollen die Vier-Tage-Woche.", "They want the four-day week."),
        ("dialogue dash is a quotation", "nb", "– Vi gir oss, sa hun.", "\"We give up,\" she said."),
        ("modal for doubt", "nb", "Han er kanskje syk.", "He may be ill."),
        ("order of day and month", "de", "Am 3.5.2024 regnete es.", "It rained on May 3, 2024."),
        ("not least denies nothing", "nb", "Ikke minst barna var glade.", "Above all the children were happy."),
    ],
)  # fmt: skip
def test_no_flag(reason: str, code: str, original: str, text: str) -> None:
    assert flags(code, original, text) == {}, reason


def test_low_confidence_needs_both_numbers() -> None:
    assert flags("nb", "Huset brant.", "The house burned.", score=-2.0) == {}
    assert flags("nb", "Huset brant.", "The house burned.", score=-2.0, floor=-1.5) == {
        "LOW_CONFIDENCE": "score -2.00, floor -1.50"
    }
    assert flags("nb", "Huset brant.", "The house burned.", score=-1.5, floor=-1.5) == {}


def test_the_limit_of_the_decoder() -> None:
    assert flags("nb", "Huset brant.", "The house burned", hit_limit=True) == {
        "TRUNCATED": "the decoder stopped at its length limit"
    }


def test_details_are_short_and_on_one_line() -> None:
    original = "Tallene var " + ", ".join(str(number) for number in range(300, 400)) + ".\nSlutt."
    found = flags("nb", original, "The numbers were many, and there were so many of them that nobody counted them all.")
    assert len(found["NUMBER"]) <= 160
    assert "\n" not in found["NUMBER"]


def test_each_code_at_most_once_and_the_same_every_time() -> None:
    pair = SegmentPair("Am 11. Oktober kamen 17 Boote.", "On 12 November 18 boats did not come come come.", "de")
    found = check_segment(pair)
    assert len({flag.code for flag in found}) == len(found)
    assert check_segment(pair) == found
    assert {flag.code for flag in found} >= {FlagCode.DATE, FlagCode.NUMBER, FlagCode.NEGATION, FlagCode.LOOP}


def test_english_passes_through() -> None:
    assert flags("en", "The house burned, and 3 boats sank.", "The house burned, and 3 boats sank.") == {}


def test_a_shuffled_translation_is_noticed() -> None:
    """Each original with its neighbour's translation: nearly all must raise something."""
    wrong = [check_segment(SegmentPair(a[1], b[2], a[0])) for a, b in itertools.pairwise(PAIRS)]
    assert sum(bool(found) for found in wrong) >= 0.95 * len(wrong)


_SCRAPS = st.lists(
    st.sampled_from(
        [
            *"0123456789.,:–-«»„“\"'$€%@#",
            " ",
            "ikke ",
            "skal ha ",
            "Oslo ",
            "halb ",
            "million ",
            "kl. ",
            "\n",
            "ß",
            "🙂",
        ]
    ),
    max_size=25,
).map("".join)


@settings(deadline=None)  # the first example loads the language's tables
@given(_SCRAPS, _SCRAPS, st.sampled_from(["nb", "nn", "de", "da", "sv", "no", "fr", "pl"]))
def test_any_text_is_answered(original: str, text: str, code: str) -> None:
    pair = SegmentPair(original, text, code)
    found = check_segment(pair)
    assert all(flag.detail and len(flag.detail) <= 160 for flag in found)
    assert found == check_segment(SegmentPair(original, text, code))


@settings(deadline=None)
@given(_SCRAPS, st.lists(_SCRAPS, max_size=3))
def test_any_sentence_is_answered(text: str, sources: list[str]) -> None:
    assert check_sentence(text, sources) == check_sentence(text, sources)


@pytest.mark.parametrize(
    ("code", "original", "text"),
    [
        ("de", "In den Sechzigern war das anders.", "That was different in the 1960s."),
        ("nb", "På 1960-tallet var det annerledes.", "It was different in the sixties."),
        ("nb", "En kvinne i sekstiårene falt.", "A woman in her sixties fell."),
        ("de", "Es lag in einem Wiener Dachboden.", "It lay in an attic in Vienna."),
        ("de", "Ein Münchner Richter sprach sie frei.", "A judge in Munich acquitted her."),
        ("nb", "Det koster mellom 5 og 10 euro.", "It costs between 5 and 10 euros."),
    ],
)
def test_a_decade_a_citys_adjective_and_a_range_are_the_same_in_other_words(
    code: str, original: str, text: str
) -> None:
    assert flags(code, original, text) == {}
