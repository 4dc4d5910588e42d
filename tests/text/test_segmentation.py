"""Sentences: golden files a language, and what must hold for any text at all."""

from __future__ import annotations

import time
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.text.segmentation import segment, split_long

GOLDEN = Path(__file__).parents[1] / "golden"
LANGUAGES = ("nb", "nn", "de", "en")
MARK = "¦"
NEWLINE = "⏎"


def golden(code: str) -> list[tuple[str, list[str]]]:
    """Text and its pieces: ` ¦ ` stands for a space where it splits, `¦` alone for no space, ⏎ for a newline."""
    cases = []
    for line in (GOLDEN / f"{code}.txt").read_text(encoding="utf-8").splitlines():
        marked = line.replace(NEWLINE, "\n").replace(f" {MARK} ", f" {MARK}").replace(f"\n {MARK}", f"\n{MARK}")
        cases.append((marked.replace(MARK, ""), marked.split(MARK)))
    return cases


def boundaries(pieces: list[str]) -> set[int]:
    ends, total = set(), 0
    for piece in pieces[:-1]:
        total += len(piece)
        ends.add(total)
    return ends


@pytest.mark.parametrize("code", LANGUAGES)
def test_golden_file(code: str) -> None:
    cases = golden(code)
    assert len(cases) >= 105
    assert len({text for text, _ in cases}) == len(cases)
    found_right = found = wanted = 0
    wrong = []
    for text, pieces in cases:
        got = segment(text, code)
        found_right += len(boundaries(got) & boundaries(pieces))
        found += len(boundaries(got))
        wanted += len(boundaries(pieces))
        if got != pieces:
            wrong.append(f"wanted {pieces}\n   got {got}")
    f1 = 2 * found_right / (found + wanted)
    assert not wrong, f"boundary F1 {f1:.3f}\n" + "\n".join(wrong)
    assert f1 == 1.0


@pytest.mark.parametrize(
    ("why", "code", "text", "pieces"),
    [
        ("a headline ends at its newline", "nb", "Nye regler for leie\nRegjeringen la fram lovforslaget.", 2),
        ("verse ends at its newline", "de", "Der Mond ist hell\nDie Nacht ist still\nUnd alles schläft", 3),
        ("a list item ends at its newline", "en", "• apples\n• pears\n• plums", 3),
        ("a line that goes on in lower case is one sentence", "nn", "Han kom heim att\nog la seg.", 1),
        ("a comma at the end of a line goes on", "en", "London,\nParis and Rome", 1),
        ("a blank line always ends one", "en", "first part\n\nand the rest", 2),
        (
            "a hard-wrapped line goes on, German nouns or not",
            "de",
            "Die Regierung hat am Freitag einen Entwurf für ein neues Gesetz\n"
            "Vermietern vorgestellt, das ab dem kommenden Jahr gelten und die\n"
            "Mieten in den großen Städten begrenzen soll.",
            1,
        ),
        ("a long headline over a shorter text", "en", "A " + "very " * 12 + "long headline\nShort text here.", 2),
        ("a link at the end of a line", "en", "More news: https://example.com/en/\nFollow us on social media", 2),
        ("spaces before a newline stay with their line", "nb", "Overskrift  \n  Tekst her.", 2),
    ],
)
def test_newlines(why: str, code: str, text: str, pieces: int) -> None:
    got = segment(text, code)
    assert "".join(got) == text
    assert len(got) == pieces, (why, got)


@pytest.mark.parametrize(
    ("code", "pieces"),
    [
        ("nb", ["Spillerne: 1. Per, 2. Pål og 3. Espen. ", "Treneren heter Ola."]),
        ("nb", ["Hun bor i Kirkegt. 5. ", "Han bor i Storgata 7."]),
        ("nb", ["Slik gjør du: 1. Sett deg. ", "2. Pust rolig."]),
        ("nn", ["Ho fekk karakteren A. ", "Ingen andre fekk det."]),
        ("de", ["Der Abg. Müller stimmte zu. ", "Am 4.10. reiste er ab."]),
        ("de", ["Es war im 18. und 19. Jh. üblich. ", "Heute nicht mehr."]),
        ("nb", ["Flasken var tom. ", "Kari lo. ", "Den andre er min. ", "Ola lo òg."]),
        ("de", ["Es ist so. ", "Peter mag ihn. ", "Am So. 5. Mai ist frei."]),
        ("en", ["He fell ill. ", "Doctors sat in. ", "He said no. ", "Smith agreed."]),
        ("en", ["It was 5 C. ", "Yesterday it was 7 C."]),
        ("pl", ["Dom jest duży. ", "Pies jest mały! ", "Kot?"]),
        ("zh", ["今天下雨。", "明天不下雨！", "是吗？"]),
        ("other", ["هذا خبر؟ ", "نعم."]),
    ],
)
def test_more_sentences(code: str, pieces: list[str]) -> None:
    assert segment("".join(pieces), code) == pieces


TEXTS = st.one_of(
    st.text(),
    st.text(alphabet=st.sampled_from(list("aB1 .!?…,;:–«»„“”\"'()[]\n\t\u00a0ø🎉\u0301\u200d"))),
    st.lists(
        st.sampled_from(
            ["Dr.", "z.", "B.", "17.", "mai", "Han", "«", "»", "sa", "osv.", "\n", "http://a.no", "J.", "…", "–"]
        )
    ).map(" ".join),
)


@settings(max_examples=400, deadline=None)
@given(text=TEXTS, code=st.sampled_from([*LANGUAGES, "da", "sv", "nl", "fr", "is", "other", "pl"]))
def test_segments_joined_are_the_text(text: str, code: str) -> None:
    pieces = segment(text, code)
    assert "".join(pieces) == text
    assert all(pieces)
    if any(char.isalnum() for char in text):
        assert all(any(char.isalnum() for char in piece) for piece in pieces)
    assert all(not piece[:1].isspace() for piece in pieces[1:])


@settings(max_examples=400, deadline=None)
@given(text=TEXTS, code=st.sampled_from(LANGUAGES), limit=st.integers(1, 40))
def test_split_joined_is_the_text_and_fits(text: str, code: str, limit: int) -> None:
    pieces = split_long(text, code, lambda piece: len(piece) <= limit)
    assert "".join(pieces) == text
    assert all(pieces)
    assert all(len(piece) <= limit or is_one_character(piece) for piece in pieces)


def is_one_character(text: str) -> bool:
    """Whether a reader sees one character: everything after its first code point is a mark, a joiner, or joined to it."""
    return all(
        unicodedata.combining(char) or char in "\u200d\ufe0f" or before == "\u200d" for before, char in pairwise(text)
    )


@settings(max_examples=300, deadline=None)
@given(text=TEXTS, code=st.sampled_from(LANGUAGES))
def test_a_segment_is_one_segment(text: str, code: str) -> None:
    """A segment that is segmented again stays whole: nothing that follows it is needed to see that it is one."""
    for piece in segment(text, code):
        again = segment(piece.rstrip(), code)
        assert "".join(again) == piece.rstrip()
        if "\n" not in piece:
            assert len(again) <= 1, again


@settings(max_examples=100, deadline=None)
@given(
    words=st.lists(
        st.sampled_from(["a", "ord", "regjeringen", "og", "som", "Straße", "x" * 60, "e\u0301", "🎉"]), max_size=60
    ),
    joint=st.sampled_from(["", " ", ", ", "; ", " – ", "-", "\u00a0"]),
    limit=st.integers(8, 80),
    code=st.sampled_from(LANGUAGES),
)
def test_split_fits_whatever_the_text_is_made_of(words: list[str], joint: str, limit: int, code: str) -> None:
    text = joint.join(words)
    pieces = split_long(text, code, lambda piece: len(piece) <= limit)
    assert "".join(pieces) == text
    assert all(0 < len(piece) <= limit for piece in pieces)


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize(
    "word", ["x" * 5000, "Donaudampfschiff" * 313, "e\u0301" * 2500, "\U0001f468\u200d\U0001f469" * 1250]
)
def test_a_word_of_five_thousand_characters_is_split_and_kept(code: str, word: str) -> None:
    assert "".join(segment(word, code)) == word
    pieces = split_long(word, code, lambda piece: len(piece) <= 200)
    assert "".join(pieces) == word
    assert all(0 < len(piece) <= 200 for piece in pieces)
    assert len(pieces) < 100
    # No letter is parted from its accent, no emoji from what joins it to the next.
    assert not any(piece[0] in "\u0301\u200d" for piece in pieces)


@pytest.mark.parametrize(
    ("code", "clauses"),
    [
        (
            "nb",
            [
                "Regjeringen la fram forslaget i går, ",
                "men flere partier er skeptiske, ",
                "fordi ingen vet hva det koster",
            ],
        ),
        (
            "nn",
            [
                "Regjeringa la fram framlegget i går, ",
                "men fleire parti er skeptiske, ",
                "fordi ingen veit kva det kostar",
            ],
        ),
        (
            "de",
            [
                "Die Regierung legte den Entwurf vor, ",
                "aber mehrere Parteien zweifeln, ",
                "weil niemand die Kosten kennt",
            ],
        ),
        (
            "en",
            [
                "The government presented the bill, ",
                "but several parties are doubtful, ",
                "because nobody knows the cost",
            ],
        ),
    ],
)
def test_a_long_sentence_is_split_between_its_clauses(code: str, clauses: list[str]) -> None:
    text = "".join(clauses)
    pieces = split_long(text, code, lambda piece: len(piece) <= 45)
    assert pieces == clauses
    # Ten sentences without a stop, one after the other: every piece ends where a clause does.
    run = (text + "; ") * 10
    ends = tuple(clause.rstrip() for clause in clauses)
    for piece in split_long(run, code, lambda piece: len(piece) <= 100):
        assert piece.rstrip().rstrip(";").endswith(ends), piece


def test_a_live_blog_of_two_hundred_entries() -> None:
    entries = [
        f"{h:02d}.{m:02d}: Politiet melder om kø ved km. {h + m}. Trafikken står.\n"
        for h in range(10)
        for m in range(0, 60, 3)
    ]
    pieces = segment("".join(entries), "nb")
    assert "".join(pieces) == "".join(entries)
    assert len(pieces) == 2 * len(entries) == 400
    assert all(piece[2] == "." for piece in pieces[::2])


def test_rows_of_a_table_stay_rows() -> None:
    rows = ["Lag\tKamper\tPoeng\n", "Brann\t12\t27\n", "St. Pauli\t12\t25,5\n", "1. FC Köln\t11\t–\n", "Viking\t12\t22"]
    assert segment("".join(rows), "nb") == rows


@pytest.mark.parametrize("line", ["STREIK", "KAOS I TRAFIKKEN", "Streik", "Død", "VG", "Nr. 1", "Hva?", "…", "A."])
@pytest.mark.parametrize("code", LANGUAGES)
def test_a_headline_is_one_segment(line: str, code: str) -> None:
    assert segment(line, code) == [line]
    assert segment(f"{line}\n", code) == [f"{line}\n"]


@pytest.mark.parametrize(
    ("why", "code", "limit", "pieces"),
    [
        ("what fits is left alone", "en", 99, ["One, two; three."]),
        ("semicolon before comma", "nb", 30, ["Han kom, så og vant; ", "hun ble hjemme, sa de."]),
        ("a colon", "de", 40, ["Die Regierung hat entschieden: ", "Das Gesetz gilt ab Januar, sofort."]),
        (
            "comma and conjunction before comma",
            "de",
            45,
            ["Die Preise, die Löhne, die Mieten steigen, ", "und niemand weiß, wie lange noch."],
        ),
        ("a conjunction", "en", 40, ["The prices rose sharply in the spring ", "and the wages fell in the autumn"]),
        ("words", "nb", 12, ["en to tre ", "fire fem"]),
        ("a decimal comma is no boundary", "nb", 24, ["Renta er på 4,25 ", "prosent i banken"]),
        ("inside a word only if it must be", "en", 4, ["ab ", "cdef", "ghij ", "k"]),
    ],
)
def test_where_it_splits(why: str, code: str, limit: int, pieces: list[str]) -> None:
    assert split_long("".join(pieces), code, lambda piece: len(piece.strip()) <= limit) == pieces, why


def test_fits_is_asked_about_twice_a_piece() -> None:
    asked = 0

    def fits(piece: str) -> bool:
        nonlocal asked
        asked += 1
        return len(piece) <= 100

    pieces = split_long("ord og flere ord, " * 5000, "nb", fits)
    assert asked <= 2 * len(pieces)
    assert min(len(piece) for piece in pieces) > 20


def test_what_can_never_fit_ends() -> None:
    assert "".join(split_long("abc def", "en", lambda piece: False)) == "abc def"


@pytest.mark.parametrize(
    "unit", ["Han sa det. ", "a. B", "\n", ".", "«", " ", "x", "17. ", "\n \n", "Dr. ", "! ", "«Ja!» "]
)
def test_time_grows_with_the_length(unit: str) -> None:
    """Ten times the text takes ten times as long, not a hundred (with room for a busy machine)."""

    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        start = time.process_time()
        pieces = segment(text, "nb")
        took = time.process_time() - start
        assert "".join(pieces) == text
        return took

    small = max(min(seconds(20_000) for _ in range(3)), 0.005)
    assert seconds(200_000) < 40 * small
