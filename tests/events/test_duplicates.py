"""The same wire text under other headlines, bylines and tails."""

from __future__ import annotations

from service.events.duplicates import find_duplicates, voices
from tests.events.builders import article, read
from tests.events.stories import FIRE_EVENING, FIRE_MORNING

WIRE = """
A cargo ship ran aground outside Lyngholmen in the night to Sunday with eleven people on board.
Nobody was hurt, and the crew stayed on the ship while two tugs tried to pull it free.
The ship was carrying fertiliser from Riga to Bergen when it lost power in its main engine.
The coastal administration sent a vessel with booms, but no oil had been seen around the hull by noon.
Divers are to examine the hull on Monday before a new attempt at high tide.
"""


def test_other_headline_byline_and_trimmed_tail_are_one_text():
    one = article("wire/a", WIRE, title="Cargo ship aground", outlet="Nordposten")
    two = article(
        "wire/b",
        "By our newsroom in Bergen\n" + WIRE.strip().rsplit("\n", 1)[0],
        title="Eleven on stranded ship",
        outlet="Kystbladet",
    )
    other = article(
        "wire/c",
        """
        Eleven sailors are waiting for high tide off Lyngholmen, where their ship lies on a reef.
        It had fertiliser on board, on its way to Bergen from Riga, when the engine stopped.
        """,
        outlet="Hafenkurier",
    )
    assert find_duplicates(read(one, two, other)) == (("wire/a", "wire/b"),)


def test_reports_of_one_event_in_own_words_are_no_duplicates():
    assert find_duplicates(read(FIRE_MORNING, FIRE_EVENING)) == ()


def test_translated_copies_are_compared_in_their_own_language():
    lines = [
        (
            "Et lasteskip gikk på grunn utenfor Lyngholmen natt til søndag med elleve personer om bord.",
            "A cargo ship ran aground {}.",
        ),
        (
            "Ingen kom til skade, og mannskapet ble værende om bord mens to slepebåter prøvde å trekke det løs.",
            "No one got hurt {}.",
        ),
        (
            "Skipet fraktet gjødsel fra Riga til Bergen da det mistet kraften i hovedmotoren.",
            "The ship had fertiliser {}.",
        ),
    ]
    a, b = (
        article(name, "\n".join(f"{nb} || {en.format(word)}" for nb, en in lines), language_code="nb")
        for name, word in (("nb/a", "again"), ("nb/b", "off the islet, it was said, with everybody aboard"))
    )
    assert find_duplicates(read(a, b)) == (("nb/a", "nb/b"),)


def test_copies_of_one_text_speak_with_one_voice():
    members = read(
        article("wire/a", WIRE, outlet="Nordposten"), article("wire/b", WIRE, outlet="Kystbladet"), FIRE_MORNING
    )
    voice = voices(members, find_duplicates(members))
    assert voice["wire/a"] == voice["wire/b"] == "outlet:Nordposten"
    assert len(set(voices(read(article("x", WIRE), article("y", "Nothing else.")), ()).values())) == 2
