"""What changed between two versions, by example."""

from __future__ import annotations

import pytest

from service.corpus.revisions import compare
from service.domain import Segment

A = "Der Minister reist am Montag nach Bergen"
B = "Dort trifft er den Bürgermeister der Stadt"
C = "Am Abend fliegt er zurück nach Berlin"
A2 = "Der Minister reist am Dienstag nach Bergen"
NEW = "Zwei Fischer wurden bei Sturm gerettet"


def segments(*texts):
    return [Segment(f"p{n}.s1", text, text, "de") for n, text in enumerate(texts, 1)]


@pytest.mark.parametrize(
    ("earlier", "later", "expected", "reason"),
    [
        ([A, B], [A, B], [], "nothing changed"),
        ([A, B], [A2, B], [("changed", "p1.s1")], "one word of a sentence changed"),
        ([A, B], [A, B, C], [("added", "p3.s1")], "a sentence came at the end"),
        ([A, B], [NEW, A, B], [("added", "p1.s1")], "a sentence came first; the others only moved down"),
        ([A, B, C], [A, C], [("removed", "p2.s1")], "a removed one goes by its old id"),
        (
            [A, B],
            [NEW, B],
            [("removed", "p1.s1"), ("added", "p1.s1")],
            "a sentence unlike the old one is no change of it",
        ),
        ([A, B], [NEW, A2, B], [("added", "p1.s1"), ("changed", "p2.s1")], "the changed one is found among new ones"),
        ([A, C], [A2, C + "."], [("changed", "p1.s1"), ("changed", "p2.s1")], "two neighbours changed"),
        ([B, A, C], [A2, C], [("removed", "p1.s1"), ("changed", "p1.s1")], "removed and changed side by side"),
        ([f" {A} "], [A], [], "outer spaces are no change"),
        ([], [A], [("added", "p1.s1")], "from nothing"),
        ([A], [], [("removed", "p1.s1")], "to nothing"),
    ],
)
def test_changes(earlier, later, expected, reason):
    changes = compare(segments(*earlier), segments(*later))
    assert [(c.kind, c.segment_id) for c in changes] == expected, reason


def test_a_long_rewritten_article_is_compared_in_time():
    earlier = segments(*(f"Satz {n} der alten Fassung" for n in range(400)))
    later = segments(*(f"Sentence {n} of the new version" for n in range(500)))
    changes = compare(earlier, later)
    assert len([c for c in changes if c.kind == "added"]) == 100
    assert len([c for c in changes if c.kind == "changed"]) == 400
