"""Whether a sentence tells again what another tells: a summary of several outlets gets every happening several times."""

from __future__ import annotations

from collections.abc import Sequence

from service.summaries.candidates import Candidate
from service.summaries.said import said

#: A sentence that shares this much of the shorter one's words with another of its article says the same again.
SAME = 0.5
#: The same between two articles, whose outlets each word the happening anew. That much may be the topic's words only, so
#: some that are no names, days or verbs of saying must be among them: "X endorsed Y" and "X met Y" share the names.
SAME_ELSEWHERE = 0.45
LEAST_TELLING = 3
#: Two articles may also open alike and end on different details: less need be shared where this much of the telling words
#: of one sentence's first half are in the other.
ALIKE = 0.33
SAME_OPENING = 0.5
#: From here on a sentence is a repetition whichever words the two share.
SAME_ANYHOW = 0.6
#: ... and where it is of a later day and has a figure, a denial or a deed of its own: news is told with the words of before.
SAME_UPDATED = 0.85

_DAY = len("YYYY-MM-DD")


def says_the_same(one: Candidate, other: Candidate) -> bool:
    """Whether no reader needs both. Symmetric."""
    shared = len(set(one.stems).intersection(other.stems)) / max(1, min(len(one.stems), len(other.stems)))
    if one.document_index == other.document_index:
        return shared >= SAME
    if shared < ALIKE:
        return False
    if is_update(one, other):
        return shared >= SAME_UPDATED
    if shared >= SAME_ANYHOW:
        return True
    ours, theirs = said(one.text).telling, said(other.text).telling
    if shared >= SAME_ELSEWHERE and _enough(len(set(ours).intersection(theirs)), ours, theirs):
        return True
    return _opens_alike(ours, theirs) or _opens_alike(theirs, ours)


def is_update(one: Candidate, other: Candidate) -> bool:
    """Whether they are of different days, and the later one has a figure, a denial or a deed that the earlier has not."""
    days = [(candidate.published_at or "")[:_DAY] for candidate in (one, other)]
    if not all(days) or days[0] == days[1]:
        return False
    before, after = (said(c.text) for c in sorted((one, other), key=lambda c: c.published_at or ""))
    turned = (before.negated, before.denied, before.planned) != (after.negated, after.denied, after.planned)
    return turned or not after.figures <= before.figures


def _enough(count: int, ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether so many telling words in common are not the topic's only; a short sentence has few."""
    return count >= min(LEAST_TELLING, max(1, min(len(ours), len(theirs)) - 1))


def _opens_alike(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether what the first says in its first half is in the other."""
    opening = ours[: max(LEAST_TELLING, (len(ours) + 1) // 2)]
    count = sum(word in theirs for word in opening)
    return count >= max(LEAST_TELLING, SAME_OPENING * len(opening))
