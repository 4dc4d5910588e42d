"""Made-up articles in German and Norwegian: as many as are asked for, no two sentences alike, the same ones every time.

Sentences are of news length (20 to 45 tokens) and carry what the checks look at: numbers, dates, names, units, quotations.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

SENTENCES_A_PARAGRAPH = 3

_SLOTS = {
    "de": {
        "town": [
            "Lindau",
            "Altenfels",
            "Brakenhof",
            "Sassnitz",
            "Weidenau",
            "Kirchmoor",
            "Hallstedt",
            "Rosenbrück",
            "Grafenwald",
            "Neustetten",
        ],
        "name": [
            "Petra Holm",
            "Jonas Reuter",
            "Miriam Krahl",
            "Dieter Aumann",
            "Selin Yildirim",
            "Karl Brandner",
            "Eva Sturm",
            "Uwe Lanz",
        ],
        "thing": [
            "die Brücke",
            "den Bahnhof",
            "die alte Schule",
            "das Schwimmbad",
            "den Marktplatz",
            "die Bücherei",
            "das Rathaus",
        ],
        "day": ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"],
        "month": [
            "Januar",
            "Februar",
            "März",
            "April",
            "Mai",
            "Juni",
            "Juli",
            "August",
            "September",
            "Oktober",
            "November",
            "Dezember",
        ],
        "trade": ["Bäcker", "Lehrerinnen", "Fischer", "Landwirte", "Pflegekräfte", "Busfahrer", "Handwerker", "Winzer"],
    },
    "nb": {
        "town": [
            "Lyngdal",
            "Storvik",
            "Haugfoss",
            "Nesbyen",
            "Tangvoll",
            "Bergheim",
            "Solnes",
            "Fjellandet",
            "Kvernes",
            "Sandmo",
        ],
        "name": [
            "Kari Moen",
            "Ola Sundby",
            "Ingrid Vale",
            "Per Nygård",
            "Amina Farah",
            "Lars Hovden",
            "Marte Lie",
            "Jon Brekke",
        ],
        "thing": [
            "broen",
            "jernbanestasjonen",
            "den gamle skolen",
            "svømmehallen",
            "torget",
            "biblioteket",
            "rådhuset",
        ],
        "day": ["mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag"],
        "month": [
            "januar",
            "februar",
            "mars",
            "april",
            "mai",
            "juni",
            "juli",
            "august",
            "september",
            "oktober",
            "november",
            "desember",
        ],
        "trade": [
            "bakerne",
            "lærerne",
            "fiskerne",
            "bøndene",
            "sykepleierne",
            "bussjåførene",
            "håndverkerne",
            "gartnerne",
        ],
    },
}
_SENTENCES = {
    "de": (
        "Der Gemeinderat von {town} beschloss am {day}, {thing} bis zum {d}. {month} für {n},{k} Millionen Euro zu erneuern.",
        "„Wir haben {d} Jahre auf diesen Tag gewartet“, sagte {name} nach der Sitzung, zu der {n} Menschen gekommen waren.",
        "Nach Angaben der Polizei fuhr ein {d} Tonnen schwerer Wagen um {h} Uhr in {town} gegen eine Mauer, {n} Kisten fielen.",
        "Die {trade} in {town} verlangen {k} Prozent mehr Lohn und wollen ab {day}, dem {d}. {month}, für {n} Stunden streiken.",
        "Im vergangenen Jahr kamen {n} Gäste nach {town}, das sind {k} Prozent weniger als im Jahr davor, wie {name} mitteilte.",
        "{name} widersprach dem Bericht, wonach {thing} geschlossen werde, und kündigte für {month} Zahlen zu {n} Gästen an.",
        "Das Gericht in {town} verurteilte am {d}. {month} einen {k}-Jährigen, der {n} Fahrräder gestohlen hatte.",
        "Die Feuerwehr rückte mit {d} Wagen aus und löschte den Brand in {town} nach {k} Stunden mit {n} Litern Wasser.",
        "Für {thing} in {town} fehlen noch {n} Euro, das Geld soll laut {name} aus einer Stiftung kommen.",
        "Weil der Fluss bei {town} auf {k} Meter gestiegen war, brachten Helfer am {day} {n} Familien weg.",
    ),
    "nb": (
        "Kommunestyret i {town} vedtok {day} å pusse opp {thing} innen {d}. {month} for {n},{k} millioner kroner.",
        "– Vi har ventet i {d} år på denne dagen, sa {name} etter møtet, der {n} mennesker hadde møtt fram for å høre på.",
        "Politiet opplyser at en lastebil på {d} tonn kjørte inn i en mur i {town} klokken {h}.30 og mistet {n} kasser i veien.",
        "{trade} i {town} krever {k} prosent høyere lønn og vil streike i {n} timer fra {day} {d}. {month} hvis de ikke får det.",
        "I fjor kom det {n} gjester til {town}, som er {k} prosent færre enn året før, ifølge tall som {name} la fram.",
        "{name} avviser meldingen om at {thing} skal stenges, og lover nye tall om de {n} gjestene i løpet av {month}.",
        "Retten i {town} dømte den {d}. {month} en mann på {k} år fordi han hadde stjålet og solgt {n} sykler fra skolene.",
        "Brannvesenet rykket ut med {d} biler og slokket brannen i {town} etter {k} timer med {n} liter vann; ingen ble skadet.",
        "Det mangler fortsatt {n} kroner til {thing} i {town}, og pengene skal ifølge {name} komme fra et fond.",
        "Fordi elven ved {town} hadde steget til {k} meter, hjalp frivillige natt til {day} {n} familier ut av husene sine.",
    ),
}


@dataclass(frozen=True)
class Article:
    """A made-up article: paragraphs parted by an empty line."""

    document_id: str
    language_code: str
    text: str


def sentences(code: str, seed: int) -> Iterator[str]:
    """Sentences in German (`de`) or Norwegian (`nb`), for ever; two seeds share none. Every one has a number of its own."""
    rng = random.Random(f"{code} {seed}")
    slots = _SLOTS[code]
    number = 1_000 + seed * 100_000
    while True:
        for pattern in rng.sample(_SENTENCES[code], len(_SENTENCES[code])):
            number += 1
            chosen = {name: rng.choice(words) for name, words in slots.items()}
            made = pattern.format(d=rng.randint(2, 28), k=rng.randint(2, 95), h=rng.randint(1, 23), n=number, **chosen)
            yield made[0].upper() + made[1:]


def articles(count: int, segments: int, *, seed: int = 0) -> list[Article]:
    """`count` articles of `segments` sentences each, German and Norwegian in turn."""
    sources = {code: sentences(code, seed) for code in _SENTENCES}
    out = []
    for i in range(count):
        code = ("de", "nb")[i % 2]
        lines = [next(sources[code]) for _ in range(segments)]
        paragraphs = [
            " ".join(lines[at : at + SENTENCES_A_PARAGRAPH]) for at in range(0, segments, SENTENCES_A_PARAGRAPH)
        ]
        out.append(Article(f"bench-{seed}-{i}", code, "\n\n".join(paragraphs)))
    return out
