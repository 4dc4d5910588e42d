"""Segmentation of sentences that its rules were not written for: NTREX's lines, five joined to a paragraph.

The set's lines are the truth, which they are only roughly: a line may hold two sentences, and a headline among them has no
full stop to be found by. No segmenter gets past about .96 here (docs/quality.md compares five).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from service.text.segmentation import segment

FLOORS = {"nb": 0.94, "nn": 0.945, "de": 0.915, "en": 0.95}
JOINED = 5


def paragraphs(path: Path) -> Iterator[tuple[str, set[int]]]:
    """Each paragraph and where its lines end."""
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    for at in range(0, len(lines) - JOINED + 1, JOINED):
        here = [f"{line} " for line in lines[at : at + JOINED]]
        ends = {sum(map(len, here[:count])) for count in range(1, JOINED)}
        yield "".join(here).rstrip(), ends


@pytest.mark.parametrize("code", sorted(FLOORS))
def test_third_party_lines(eval_data: Path, code: str) -> None:
    right = found = wanted = 0
    for text, ends in paragraphs(eval_data / "translation" / f"ntrex.{code}"):
        pieces = segment(text, code)
        assert "".join(pieces) == text
        got = {sum(map(len, pieces[:count])) for count in range(1, len(pieces))}
        right, found, wanted = right + len(got & ends), found + len(got), wanted + len(ends)
    assert 2 * right / (found + wanted) >= FLOORS[code]
