"""Sentences: golden files a language, and what must hold for any text at all."""

from __future__ import annotations

import time
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
    assert len(cases) >= 80
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
