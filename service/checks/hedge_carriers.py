"""What in an English text can carry a hedge, each word once."""

from __future__ import annotations

import re
from dataclasses import dataclass

from service.checks.pair import TARGET
from service.facts.hedges import find_hedges, find_meanings, find_words, quoted
from service.facts.words import tokens

_LISTS = {
    "facts.hedges.attribution": "said",
    "facts.hedges.reported": "said",
    "facts.hedges.doubt": "said",
    "facts.hedges.likely": "likely",
    "facts.hedges.also.attribution": "said?",
    "facts.hedges.also.reported": "reported?",
    "facts.hedges.also.likely": "likely?",
}
_HARD = frozenset({"said", "likely"})
#: Words between quotation marks that only quote a word: 'furious' is somebody's word.
_QUOTED_WORD = re.compile(r"(?<!\w)[\"'“‘„‚«»›]\w[\w-]*(?: [\w-]+){0,2}[\"'”’“‘»«‹](?!\w)")


@dataclass(frozen=True)
class Carriers:
    """The jobs each word can do: `said`, `reported`, `likely`, with `?` where it is no hedge by itself."""

    jobs: tuple[frozenset[str], ...]

    def can(self, *jobs: str) -> int:
        """How many words can do one of the jobs."""
        return sum(bool(word.intersection(jobs)) for word in self.jobs)

    @property
    def sayings(self) -> int:
        """Words that can say who said it."""
        return self.can("said", "said?")

    @property
    def reports(self) -> int:
        """Words that can say who said it, or that somebody did."""
        return self.can("said", "said?", "reported?")

    @property
    def chances(self) -> int:
        """Words that can say that it is likely, or seems so."""
        return self.can("likely", "likely?")


def carriers(text: str, original: str, language_code: str) -> Carriers:
    """The carriers of an English text; of two that overlap, the longer has both's jobs.

    Left out are as many words of a meaning as the original has words of it that hedge nothing (`spurte`: asked,
    `kan`: could), and soft words within quotation marks unless the original hedges there.
    """
    found: dict[tuple[int, int], set[str]] = {}
    for path, job in _LISTS.items():
        for span in find_words(text, TARGET, path):
            found.setdefault((span.start, span.end), set()).add(job)
    if not _QUOTED_WORD.search(original):
        for match in _QUOTED_WORD.finditer(text):
            found.setdefault(match.span(), set()).add("reported?")
    spans: list[tuple[int, int]] = []
    for start, end in sorted(found, key=lambda item: (item[0], -item[1])):
        if spans and start < spans[-1][1]:
            found[spans[-1]] |= found[start, end]
        else:
            spans.append((start, end))
    taken = _taken(text, original, language_code)
    outside = not any(quoted(original, hedge.start) for hedge in find_hedges(original, language_code))
    return Carriers(
        tuple(
            frozenset(found[span])
            for span in spans
            if not _is_taken(span, found[span], taken)
            and not (outside and not found[span] & _HARD and quoted(text, span[0]))
        )
    )


def _is_taken(span: tuple[int, int], jobs: set[str], taken: list[tuple[int, int]]) -> bool:
    return any(a <= span[0] and span[1] <= b for a, b in taken) and not (jobs & _HARD and "likely" in jobs)


def _taken(text: str, original: str, language_code: str) -> list[tuple[int, int]]:
    """Places of the English text whose words answer something else than a hedge; of an English original, copies."""
    if language_code == TARGET:
        copied = {word.lower() for word in tokens(original)}
        soft = [span for path, job in _LISTS.items() if job not in _HARD for span in find_words(text, TARGET, path)]
        hedges = {hedge.text.lower() for hedge in find_hedges(original, TARGET)}
        return [(span.start, span.end) for span in soft if span.text.lower() in copied - hedges]
    theirs = find_meanings(text, TARGET)
    return [
        span
        for meaning, spans in find_meanings(original, language_code).items()
        for span in theirs.get(meaning, [])[: len(spans)]
    ]
