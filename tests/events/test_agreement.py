"""How agreed facts are worded."""

from __future__ import annotations

from service.events import describe_event
from service.events.conflicts_times import find_moments, same_moment
from tests.events.builders import article, no_summary

SHE = '"No mayor could have built the harbour wall faster, with or without money, than the fishermen did," she said.'
NAMED = "“No mayor could have built that harbour wall faster with money or without than the fishermen did,” {} said."
LEADS = (
    "The new wall in Lillevik was opened on Tuesday in heavy rain.",
    "Boats can winter in Lillevik again after a ceremony with music and cake.",
)


def facts(*said: str) -> list[str]:
    members = [
        article(f"d{n}", f"{lead}\n{text}", outlet=f"O{n}", published_at="2025-03-04")
        for n, (lead, text) in enumerate(zip(LEADS, said, strict=True))
    ]
    return [fact.text for fact in describe_event(members, no_summary).agreed_facts]


def test_the_wording_that_names_the_speaker_stands_before_one_that_says_she():
    named = NAMED.format("Mrs. Moe")
    assert facts(SHE, named) == [named]
    assert facts(named, SHE) == [named]


def test_a_full_name_that_no_other_voice_gives_is_not_agreed():
    assert facts(SHE, NAMED.format("Karin Berit Moe")) == [SHE]


def test_an_hour_with_its_part_of_the_day_does_not_contradict_the_clock():
    for spoken, written in (("at 5 in the afternoon", "at 17:00"), ("at five in the afternoon", "at 5 p.m.")):
        (one,), (two,) = find_moments(f"It closed {spoken}."), find_moments(f"It closed {written}.")
        assert same_moment(one, two)
    (night,) = find_moments("The fire broke out at three in the morning.")
    (day,) = find_moments("The fire broke out at 4:30 a.m.")
    assert not same_moment(night, day)
    assert find_moments("She takes three in the morning.") == ()
