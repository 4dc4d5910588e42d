"""Values that look like others: billions, hours, miles, pounds. Every row names its reason."""

from __future__ import annotations

import pytest

from service.checks import SegmentPair, check_segment


def flags(code: str, original: str, text: str) -> dict[str, str]:
    return {flag.code.value: flag.detail for flag in check_segment(SegmentPair(original, text, code))}


@pytest.mark.parametrize(
    ("reason", "code", "original", "text"),
    [
        ("Milliarde is a billion", "de", "Der Bau kostet 3 Milliarden Euro.", "The building costs 3 billion euros."),
        ("Mrd.", "de", "Der Bau kostet 3 Mrd. Euro.", "The building costs €3bn."),
        ("Mio.", "de", "Der Bau kostet 3 Mio. Euro.", "The building costs 3 million euros."),
        ("Billion is a trillion", "de", "Die Schulden betragen 2 Billionen Euro.", "The debt is 2 trillion euros."),
        ("Billiarde is a quadrillion", "de", "Es waren 2 Billiarden Sterne.", "There were 2 quadrillion stars."),
        ("milliard is a billion", "nb", "Bygget koster 3 milliarder kroner.", "The building costs 3 billion kroner."),
        ("mrd.", "nb", "Bygget koster 3 mrd. kroner.", "The building costs 3 billion kroner."),
        ("billion is a trillion", "nb", "Gjelden er 2 billioner kroner.", "The debt is 2 trillion kroner."),
        ("in nynorsk too", "nn", "Gjelda er 2 billionar kroner.", "The debt is 2 trillion kroner."),
        ("halb drei is half past two", "de", "Er kam um halb drei.", "He came at half past two."),
        ("in digits", "de", "Er kam um halb drei.", "He came at 2:30."),
        ("halv tre", "nb", "Han kom klokka halv tre.", "He came at 2.30 p.m."),
        ("halv tre", "nn", "Han kom klokka halv tre.", "He came at half past two."),
        ("five to half past", "de", "Er kam um fünf vor halb drei.", "He came at 2:25."),
        ("five past half past", "nb", "Han kom klokka fem over halv tre.", "He came at 2:35."),
        ("ten past", "de", "Er kam um zehn nach drei.", "He came at ten past three."),
        ("ten to", "nb", "Han kom klokka ti på tre.", "He came at 2:50."),
        ("dreiviertel acht", "de", "Er kam um dreiviertel acht.", "He came at quarter to eight."),
        ("viertel acht", "de", "Er kam um viertel acht.", "He came at 7:15."),
        ("Viertel vor", "de", "Er kam um Viertel vor acht.", "He came at quarter to eight."),
        ("Viertel nach", "de", "Er kam um Viertel nach acht.", "He came at 8:15."),
        ("kvart på", "nb", "Han kom klokka kvart på åtte.", "He came at 7:45."),
        ("klokka 14.30", "nb", "Møtet er klokka 14.30.", "The meeting is at 2:30 p.m."),
        ("a mil is 10 km", "nb", "Det er 5 mil til byen.", "It is 50 km to the town."),
        ("norske mil", "nb", "Det er fem norske mil til byen.", "It is 50 kilometers to the town."),
        ("left a Norwegian mile", "nb", "Det er 5 mil til byen.", "It is 5 Norwegian miles to the town."),
        ("svenske mil", "nb", "Det er to svenske mil til byen.", "It is 20 km to the town."),
        ("English miles", "nb", "Løpet var på 3 engelske mil.", "The race was 3 miles long."),
        ("Pfund as weight", "de", "Sie kaufte zwei Pfund Mehl.", "She bought two pounds of flour."),
        ("Pfund as money", "de", "Das Buch kostet 20 Pfund.", "The book costs £20."),
        ("Zentner is 50 kg", "de", "Der Stein wog zwanzig Zentner.", "The stone weighed 1,000 kg."),
        ("Tonne", "de", "Der Wal wog 30 Tonnen.", "The whale weighed 30 tonnes."),
        ("dusin", "nb", "To dusin egg ble knust.", "Two dozen eggs were broken."),
        ("a dusin is 12", "nb", "To dusin egg ble knust.", "24 eggs were broken."),
        ("snes is 20", "nb", "Et snes båter sank.", "20 boats sank."),
        ("a score", "nb", "Et snes båter sank.", "A score of boats sank."),
        ("Dutzend", "de", "Drei Dutzend Eier zerbrachen.", "36 eggs broke."),
        ("prosent", "nb", "Prisen steg 3 prosent.", "The price rose 3 percent."),
        ("prosentpoeng", "nb", "Renten steg 3 prosentpoeng.", "The interest rate rose 3 percentage points."),
        ("anderthalb", "de", "Es kostete anderthalb Milliarden Euro.", "It cost 1.5 billion euros."),
        ("halvannen", "nb", "Det kostet halvannen milliard kroner.", "It costs one and a half billion kroner."),
        ("achten is an ordinal too", "de", "Er starb im erschütternden achten Kapitel.",
         "He dies in the harrowing eighth chapter."),
        ("100%ig", "de", "Sie ist 100%ig sicher.", "She is 100 percent sure."),
    ],
)  # fmt: skip
def test_the_right_value_has_no_flag(reason: str, code: str, original: str, text: str) -> None:
    assert flags(code, original, text) == {}, reason


@pytest.mark.parametrize(
    ("reason", "code", "original", "text", "flag", "detail"),
    [
        ("a thousand times less", "de", "Das kostet 1,2 Milliarden Euro.", "It costs 1.2 million euros.", "NUMBER",
         "1,2 Milliarden -> 1.2 million"),
        ("Billion left as it is", "de", "Die Schulden betragen 2 Billionen Euro.", "The debt is 2 billion euros.",
         "NUMBER", "2 Billionen -> 2 billion"),
        ("billion left as it is", "nb", "Gjelden er 2 billioner kroner.", "The debt is 2 billion kroner.", "NUMBER",
         "2 billioner -> 2 billion"),
        ("milliard became million", "nn", "Huset kosta 3 milliardar kroner.", "The house cost 3 million kroner.",
         "NUMBER", "3 milliardar -> 3 million"),
        ("an hour late", "de", "Er kam um halb drei.", "He came at half past three.", "NUMBER",
         "halb drei -> half past three"),
        ("an hour late", "nb", "Han kom klokka halv tre.", "He came at 3:30.", "NUMBER", "halv tre -> 3:30"),
        ("viertel acht is not quarter past eight", "de", "Er kam um viertel acht.", "He came at quarter past eight.",
         "NUMBER", "viertel acht -> quarter past eight"),
        ("five past for five to", "de", "Er kam um fünf vor halb drei.", "He came at 2:35.", "NUMBER",
         "fünf vor halb drei -> 2:35"),
        ("a mil is no mile", "nb", "Det er 5 mil til byen.", "It is 5 miles to the town.", "NUMBER", "5 mil -> 5"),
        ("Zentner is no hundred kilos", "de", "Der Stein wog 20 Zentner.", "The stone weighed 20 kilos.", "NUMBER",
         "20 Zentner -> 20"),
        ("converted", "nb", "Bølgene var 6 meter høye.", "The waves were 20 feet high.", "UNIT", "6 meter -> 20 feet"),
        ("converted and wrong", "nb", "Bølgene var 6 meter høye.", "The waves were 30 feet high.", "NUMBER", "6 -> 30"),
        ("points became percent", "nb", "Renten steg 3 prosentpoeng.", "The interest rate rose 3 percent.", "UNIT",
         "prosentpoeng -> percent"),
        ("percent became points", "de", "Der Preis stieg um 3 Prozent.", "The price rose by 3 percentage points.", "UNIT",
         "Prozent -> percentage points"),
        ("a dozen is not ten", "nb", "Et dusin egg ble knust.", "10 eggs were broken.", "NUMBER", "Et dusin -> 10"),
    ],
)  # fmt: skip
def test_a_false_friend_is_flagged(  # noqa: PLR0917 - a row of the table
    reason: str, code: str, original: str, text: str, flag: str, detail: str
) -> None:
    assert flags(code, original, text).get(flag) == detail, reason


@pytest.mark.parametrize(
    ("reason", "code", "original", "text", "flag", "detail"),
    [
        ("the second half is the source", "nb",
         "Bonden sa at han ikke hadde sett ulven, men at sauene var borte da han kom.",
         "The farmer said that he had not seen the wolf, men at sauene var borte da han kom.", "ECHO",
         "left as it was: men at sauene var borte da han kom"),
        ("two sentences from one", "de", "Der Bäcker schließt seinen kleinen Laden am Markt für immer.",
         "The baker is closing his small shop on the market for good. The mayor regretted the decision deeply.", "ADDED",
         "81 letters from 50"),
        ("one sentence from two", "nb",
         "Bakeren stenger den lille butikken sin ved torget for godt. Ordføreren beklager det og vil hjelpe ham.",
         "The baker is closing his small shop on the square for good.", "TRUNCATED", "47 letters from 84"),
        ("a year does not say the month", "de", "Er gründete sie 2016, und im März kam Ida dazu.",
         "He founded it in 2016, and in November Ida joined.", "DATE", "März -> November"),
        ("next week, not last", "nb", "Han møtte dem i forrige uke.", "He met them at next week's meeting.", "DATE",
         "forrige uke -> next week's"),
        ("unwahrscheinlich", "de", "Dass er kommt, ist unwahrscheinlich.", "It is likely that he will come.", "NEGATION",
         "lost: unwahrscheinlich"),
        ("only does not deny", "nb", "Bare to hus sto igjen, og de var ikke brent.",
         "Only two houses were left, and they were burned.", "NEGATION", "lost: ikke"),
        ("another given name", "de", "Das sagte Petra Vogel am Abend.", "Said Lena Vogel in the evening.", "NAME",
         "Petra Vogel -> Lena Vogel"),
        ("another place nobody knows", "de", "Sie wohnt jetzt in Palu.", "She now lives in Calder.", "NAME",
         "Palu -> Calder"),
        ("letters swapped in a German name", "de", "Sie spielten in Bruvik gegen den Meister.",
         "They played in Burvik against the champions.", "NAME", "Bruvik -> Burvik"),
    ],
)  # fmt: skip
def test_what_injection_taught(  # noqa: PLR0917 - a row of the table
    reason: str, code: str, original: str, text: str, flag: str, detail: str
) -> None:
    assert flags(code, original, text).get(flag) == detail, reason


@pytest.mark.parametrize(
    ("reason", "code", "original", "text"),
    [
        ("a soft word at its place", "de", "Die Bahn weigert sich, die Strecke zu bauen, sagt der Rat.",
         "The railway does not want to build the line, the council says."),
        ("unclear", "nb", "Det er uklart hvem som ringte.", "It is unclear who called."),
        ("a genitive without a mark", "nb", "Da kom Gary Holts lag.", "Then came Gary Holt's team."),
        ("part of a longer name", "de", "Sie spielen in der Rhein-Neckar-Arena.", "They play at the Rhein-Neckar-Arena."),
        ("English is shorter than German", "de",
         "Die Geschwindigkeitsbeschränkung auf der Autobahn wird aufgehoben.", "The motorway speed limit will be lifted."),
    ],
)  # fmt: skip
def test_what_injection_taught_to_leave_alone(reason: str, code: str, original: str, text: str) -> None:
    assert flags(code, original, text) == {}, reason
