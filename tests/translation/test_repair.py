"""What repair puts together."""

from __future__ import annotations

import pytest

from service.translation.repair import _joined


@pytest.mark.parametrize(
    ("clauses", "parts", "joined"),
    [
        (("Das war so,", "aber er ging."), ("It was so,", "But he left."), "It was so, but he left."),
        (("In Halle 4", "wurde das Werk geräumt."), ("In Hall 4.", "The plant was cleared."), "In Hall 4 the plant was cleared."),
        (("Er kam,", "und Moe ging."), ("He came,", "Moe left."), "He came, Moe left."),
        (("Er sagte,", "ich gehe."), ("He said,", "I am leaving."), "He said, I am leaving."),
        (("Er kam,", "am Montag ging er."), ("He came,", "Monday he left."), "He came, Monday he left."),
        (("Er kam.",), ("He came.",), "He came."),
    ],
)  # fmt: skip
def test_clauses_are_joined_as_one_sentence(clauses, parts, joined):
    assert _joined(parts, clauses) == joined
