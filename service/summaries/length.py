"""How long a summary may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from service.errors import InvalidInputError

#: Fewest and most words that can be asked for: one short sentence, and about two pages.
MIN_WORDS = 10
MAX_WORDS = 1000


@dataclass(frozen=True, slots=True)
class SummaryLength:
    """At most `words` words and, where not None, at most `sentences` sentences.

    A sentence is never cut: where even the best one has more words, it stands alone.
    """

    words: int
    sentences: int | None = None

    HEADLINE: ClassVar[SummaryLength]
    SENTENCE: ClassVar[SummaryLength]
    PARAGRAPH: ClassVar[SummaryLength]
    EVENT: ClassVar[SummaryLength]

    @classmethod
    def parse(cls, text: str) -> SummaryLength:
        """`headline`, `sentence`, `paragraph`, or a number of words. Raises InvalidInputError (INVALID_LENGTH)."""
        named = {"headline": cls.HEADLINE, "sentence": cls.SENTENCE, "paragraph": cls.PARAGRAPH}
        wanted = text.strip().lower()
        if wanted in named:
            return named[wanted]
        if wanted.isascii() and wanted.isdigit() and MIN_WORDS <= int(wanted) <= MAX_WORDS:
            return cls(int(wanted))
        raise InvalidInputError(
            "INVALID_LENGTH",
            f"a summary cannot be {text!r} long; good are {', '.join(named)}, or {MIN_WORDS} to {MAX_WORDS} words",
            metadata={"length": text},
            field="length",
            stage="summarize",
        )


SummaryLength.HEADLINE = SummaryLength(16, 1)
SummaryLength.SENTENCE = SummaryLength(45, 1)
SummaryLength.PARAGRAPH = SummaryLength(90, 4)
SummaryLength.EVENT = SummaryLength(110, 5)
