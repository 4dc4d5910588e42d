"""Checks of a summary sentence against the English segments it came from. Every row names its reason."""

from __future__ import annotations

import pytest

from service.checks import check_sentence, is_compression, unsupported_words

SOURCES = (
    "Mayor Kari Lunde said on Tuesday that the bridge in Drammen will be closed for 14 days.",
    "\"We have no choice,\" she told reporters, according to the newspaper Elvebladet.",
    "The repair is expected to cost 12 million kroner, 8 percent more than in 2019.",
    "A 34-year-old man was reportedly injured when a truck from Larvik left the road on 11 October.",
    "The police have not arrested anyone.",
)  # fmt: skip


def flags(text: str, sources: tuple[str, ...] = SOURCES, anchor: str | None = "2024-10-16") -> dict[str, str]:
    return {flag.code.value: flag.detail for flag in check_sentence(text, sources, anchor=anchor)}


@pytest.mark.parametrize("text", SOURCES)
def test_a_source_sentence_supports_itself(text: str) -> None:
    assert flags(text) == {}


@pytest.mark.parametrize(
    ("reason", "text"),
    [
        ("words left out", "Kari Lunde said the bridge in Drammen will be closed for 14 days."),
        ("digits in words", "The bridge will be closed for fourteen days, Kari Lunde said."),
        ("another form of a word", "The bridge closes for 14 days and will be repaired, Kari Lunde said."),
        ("the family name alone", "The bridge will be closed, Lunde said."),
        ("a quotation word for word", '"We have no choice," Kari Lunde told reporters.'),
        ("the day of the weekday", "Kari Lunde said on 15 October that the bridge will be closed."),
        ("a denial in other words", "The police haven't arrested anyone."),
        ("doubt in other words", "A 34-year-old man may be injured after a truck left the road on 11 October."),
    ],
)
def test_supported(reason: str, text: str) -> None:
    assert flags(text) == {}, reason


@pytest.mark.parametrize(
    ("reason", "text", "code", "detail"),
    [
        ("another number", "The bridge will be closed for 40 days, Kari Lunde said.", "NUMBER", "added: 40"),
        ("another number in words", "The bridge will be closed for nine days, Kari Lunde said.", "NUMBER", "added: nine"),
        ("another date", "A man was reportedly injured on 12 October.", "DATE", "added: 12 October"),
        ("another weekday", "Kari Lunde said on Friday that the bridge will be closed.", "DATE", "added: Friday"),
        ("another currency", "The repair is expected to cost 12 million dollars.", "UNIT", "kroner -> dollars"),
        ("another name", "Mayor Anne Berg said that the bridge in Drammen will be closed.", "NAME", "added: Anne Berg"),
        ("a garbled name", "Mayor Kari Lundren said that the bridge will be closed.", "NAME", "added: Kari Lundren"),
        ("a capital lost", "The bridge in drammen will be closed, Kari Lunde said.", "NAME", "Drammen -> drammen"),
        ("a denial lost", "The police have arrested someone.", "NEGATION", "lost: not"),
        ("a denial gained", "The bridge in Drammen will not be closed, Kari Lunde said.", "NEGATION", "gained: not"),
        ("a doubt lost", "A 34-year-old man was injured when a truck left the road.", "HEDGE", "doubt lost: reportedly"),
        ("a plan became a deed", "The bridge in Drammen closed for 14 days, Kari Lunde said.", "HEDGE",
         "planned lost: will"),
        ("a claim became fact", "The bridge in Drammen will be closed for 14 days.", "HEDGE", "attribution lost: said"),
        ("words nobody said", "\"We have no money,\" Kari Lunde told reporters.", "QUOTE", "nobody said: "),
        ("made-up words", "The bridge in Drammen will be demolished, Kari Lunde said.", "UNSUPPORTED",
         "in no source: demolished"),
        ("garbled words", "The brindge in Drammen will be closed, Kari Lunde said.", "UNSUPPORTED",
         "in no source: brindge"),
    ],
)  # fmt: skip
def test_flag(reason: str, text: str, code: str, detail: str) -> None:
    assert flags(text).get(code, "no flag").startswith(detail), reason


LONG = (
    "Captain Aune will have eleven days, and owner Nordkyst, which has not paid the two yards, said it was not told, "
    "the newspaper Elvebladet reported."
)


@pytest.mark.parametrize(
    ("reason", "old", "new", "code", "detail"),
    [
        ("a plan among others' words", "will have eleven", "had eleven", "HEDGE", "planned lost: will"),
        ("one negation of two lost", "has not paid", "has paid", "NEGATION", "lost: not"),
        ("a third negation", "it was not", "it not was not", "NEGATION", "gained: not"),
        ("a number the sentence has elsewhere", "two yards", "eleven yards", "NUMBER", "two -> eleven"),
        ("the outer of two who say so", ", the newspaper Elvebladet reported.", ".", "HEDGE",
         "attribution lost: reported"),
    ],
)  # fmt: skip
def test_a_change_in_a_sentence_that_has_the_like_elsewhere(
    reason: str, old: str, new: str, code: str, detail: str
) -> None:
    assert LONG.count(old) == 1
    assert flags(LONG, (LONG,)) == {}
    assert flags(LONG.replace(old, new), (LONG,)).get(code, "no flag") == detail, reason


@pytest.mark.parametrize(
    ("reason", "old", "new"),
    [
        ("still a plan", "will have eleven", "is to have eleven"),
        ("a clause left out with its negation", ", which has not paid the two yards,", ""),
        ("contracted", "has not paid", "hasn't paid"),
        ("in digits", "eleven days", "11 days"),
        ("who says so in front", ", the newspaper Elvebladet reported.", "., "),
    ],
)
def test_a_harmless_change(reason: str, old: str, new: str) -> None:
    text = LONG.replace(old, new)
    if new == "., ":
        text = "The newspaper Elvebladet reported that " + LONG.replace(old, ".")
    assert flags(text, (LONG,)) == {}, reason


def test_no_source_supports_nothing() -> None:
    assert flags("Mayor Kari Lunde closed 3 bridges.", ()).keys() >= {"NUMBER", "UNSUPPORTED"}


def test_unsupported_words_in_order_once() -> None:
    assert unsupported_words("Purple boats and purple gulls sank boats.", ["Two boats sank."]) == (
        "Purple",
        "purple",
        "gulls",
    )


@pytest.mark.parametrize(
    ("reason", "text", "expected"),
    [
        ("words left out", "The bridge in Drammen will be closed.", True),
        ("the source itself", SOURCES[0], True),
        ("nothing", "", False),
        ("words turned round", "Closed will be in Drammen the bridge days for.", False),
        ("other words", "The tunnel near Larvik has been opened again.", False),
    ],
)
def test_is_compression(reason: str, text: str, expected: bool) -> None:
    assert is_compression(text, SOURCES[0]) is expected, reason
