"""Whether a sentence tells of something announced that has not happened yet."""

from __future__ import annotations

from service.facts.hedges import find_hedges
from service.facts.words import tokens
from service.summaries.lexicon import folded, words


def is_planned(text: str) -> bool:
    """Whether what the sentence mainly says is still to come.

    True where it has a mark of the future ("is to sign", "is scheduled for") and no past happening stands before
    the first of them: "the two met and will meet again" has happened. Saying, deciding and announcing are not
    happenings here.
    """
    marks = [hedge for hedge in find_hedges(text, "en") if hedge.kind == "planned"]
    if not marks:
        return False
    first = min(mark.start for mark in marks)
    return not any(_happened(token) for token in tokens(text[:first]))


def _happened(token: str) -> bool:
    word = folded(token)
    if token[:1].isupper() or word in words("reporting"):
        return False
    return (word.endswith("ed") and len(word) > 4) or word in words("past")
