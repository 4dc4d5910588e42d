"""One error planted in each faithful translation, by plain text edits that share nothing with the checks."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from service.checks import SegmentPair, check_segment
from tests.checks.pairs import PAIRS

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("January", "February", "March", "May", "August", "October")


def _sub(pattern: str, new: str | Callable[[re.Match[str]], str], text: str) -> str:
    return re.sub(pattern, new, text, count=1)


def another_digit(text: str) -> str:
    return _sub(
        r"(?<![\w/.])\d(?=[\d,.]*\b)", lambda match: str(int(match.group()) % 8 + 1 + (int(match.group()) == 0)), text
    )


def number_gone(text: str) -> str:
    return _sub(r"(?<![\w/.:,])\d[\d,.]* (?=[a-z])", "", text)


def another_scale(text: str) -> str:
    return _sub(r"\b(?:million|billion)\b", lambda match: {"million": "billion"}.get(match.group(), "million"), text)


def another_day(text: str) -> str:
    return _sub("|".join(_DAYS), lambda match: _DAYS[(_DAYS.index(match.group()) + 2) % 7], text)


def another_month(text: str) -> str:
    return _sub(rf"\b(?:{'|'.join(_MONTHS)})\b", lambda match: "July", text)


def another_unit(text: str) -> str:
    swap = {
        "kroner": "euros",
        "euros": "kroner",
        "percent": "degrees",
        "francs": "dollars",
        "metres": "miles",
        "km": "miles",
    }
    return _sub(rf"(?<=\d )(?:million |billion )?(?:{'|'.join(swap)})\b", lambda m: _swap(m.group(), swap), text)


def _swap(text: str, swap: dict[str, str]) -> str:
    head, _, unit = text.rpartition(" ")
    return f"{head} {swap[unit]}".strip()


def denial_gone(text: str) -> str:
    return _sub(r"\b(?:not|never|None of|less than) ", lambda match: "All of " if "None" in match.group() else "", text)


def denial_added(text: str) -> str:
    return (
        text
        if re.search(r"\b(?:not|never|None|lacks|less|only)\b", text)
        else _sub(r"\b(?:is|was|were|will|has) ", r"\g<0>not ", text)
    )


def another_name(text: str) -> str:
    return _sub(
        r"\b(?:Kari Lunde|Jonas Berge|Nina Haugen|Arne Vik|Liv Sande|Petra Vogel|Stefan Huber|Anna Seidel)\b",
        "Oskar Brandt",
        text,
    )


def claim_gone(text: str) -> str:
    return _sub(
        r"\b(?:is said to have|is alleged to have) |\balleged |^According to [^,]*, |, according to [^,]*", "", text
    )


def marks_gone(text: str) -> str:
    return text.replace('"', "")


def a_loop(text: str) -> str:
    words = text.split()
    return " ".join([*words[:4], *words[2:4], *words[2:4], *words[4:]])


def half_gone(text: str) -> str:
    words = text.split()
    return " ".join(words[: len(words) * 2 // 5])


def address_changed(text: str) -> str:
    return _sub(r"example\.(?:no|de)", "example.com", text)


@pytest.mark.parametrize(
    ("edit", "codes", "fewest", "recall"),
    [
        (another_digit, {"NUMBER", "DATE"}, 20, 1.0),
        (number_gone, {"NUMBER", "DATE", "UNIT"}, 10, 1.0),
        (another_scale, {"NUMBER"}, 4, 1.0),
        (another_day, {"DATE"}, 8, 1.0),
        (another_month, {"DATE"}, 5, 1.0),
        (another_unit, {"UNIT"}, 7, 1.0),
        (denial_gone, {"NEGATION"}, 4, 0.8),
        (denial_added, {"NEGATION"}, 12, 0.9),
        (another_name, {"NAME"}, 7, 1.0),
        (claim_gone, {"HEDGE"}, 5, 0.8),
        (marks_gone, {"QUOTE"}, 2, 1.0),
        (a_loop, {"LOOP"}, 30, 1.0),
        (half_gone, {"TRUNCATED"}, 30, 0.9),
        (address_changed, {"PROTECTED"}, 2, 1.0),
    ],
)
def test_recall(edit: Callable[[str], str], codes: set[str], fewest: int, recall: float) -> None:
    planted = [(code, original, text, edit(text)) for code, original, text in PAIRS if edit(text) != text]
    missed = [
        changed
        for code, original, _, changed in planted
        if not codes & {flag.code.value for flag in check_segment(SegmentPair(original, changed, code))}
    ]
    assert len(planted) >= fewest
    assert len(missed) <= (1 - recall) * len(planted) + 1e-9, missed
