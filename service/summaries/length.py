"""How long a summary may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from service.errors import InvalidInputError

#: Fewest and most words that can be asked for: one short sentence, and about two pages.
MIN_WORDS = 10
MAX_WORDS = 1000
#: Whole sentences rarely add up to what was asked for; going over by a little comes closer on average than never doing so.
TOLERANCE = 1.15


@dataclass(frozen=True, slots=True)
class SummaryLength:
    """About `words` words and, where not None, at most `sentences` sentences.

    A sentence is never cut, so a summary may have up to `most_words`; where even the best sentence has more, it
    stands alone.
    """

    words: int
    sentences: int | None = None

    HEADLINE: ClassVar[SummaryLength]
    SENTENCE: ClassVar[SummaryLength]
    PARAGRAPH: ClassVar[SummaryLength]
    EVENT: ClassVar[SummaryLength]

    @property
    def most_words(self) -> int:
        """The bound that "about" means."""
        return int(self.words * TOLERANCE)

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


SummaryLength.HEADLINE = SummaryLength(14, 1)
SummaryLength.SENTENCE = SummaryLength(40, 1)
SummaryLength.PARAGRAPH = SummaryLength(80, 4)
SummaryLength.EVENT = SummaryLength(96, 5)
