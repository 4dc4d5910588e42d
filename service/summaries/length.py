"""How long a summary may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from service.errors import InvalidInputError

#: Fewest and most words that can be asked for: one short sentence, and about two pages.
MIN_WORDS = 10
MAX_WORDS = 1000
#: Whole sentences rarely add up to what was asked for. Going over by so much is always right, and by more where the summary
#: comes closer to the words asked for than it would without the sentence.
TOLERANCE = 1.15
MOST = 1.35


@dataclass(frozen=True, slots=True)
class SummaryLength:
    """About `words` words and, where not None, at most `sentences` sentences.

    A sentence is never cut, so a summary may have up to `most_words`, see `room`; where even the best sentence has more,
    it stands alone.
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
        return int(self.words * MOST)

    def room(self, used: int) -> int:
        """How many words a further sentence may have after `used` of them; may be negative."""
        closer = 2 * self.words - used - 1  # as far over as it was short before, less one
        return max(int(self.words * TOLERANCE), min(self.most_words, closer)) - used

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
