"""What the translation memory has for segments: the words a person approved, instead of a model's.

No check is run on them: a person said so, and may well convert a unit or drop a hedge on purpose. The flag says who
and on which day; never the time of day, so that a record stays a function of the text, the models, the options and the memory.
"""

from __future__ import annotations

from collections.abc import Sequence

from service.domain import Flag, FlagCode
from service.store import Approved, TranslationMemory
from service.translation.drafts import Draft


def remembered(texts: Sequence[str], language_code: str, memory: TranslationMemory | None) -> list[Draft | None]:
    """One a text, in order: the memory's draft (score None, flag MEMORY), or None where a model has to say.

    `texts` are originals as records and clients have them, in the language `language_code`. Raises StorageError where
    the memory can't be read: English that nobody approved must not stand in for what somebody did.
    """
    if memory is None:
        return [None] * len(texts)
    found = memory.lookup(texts, language_code)
    return [_draft(text, language_code, found[text]) if text in found else None for text in texts]


def _draft(original: str, language_code: str, answer: Approved) -> Draft:
    return Draft(original, language_code, answer.text, None, (Flag(FlagCode.MEMORY, approval(answer)),))


def approval(answer: Approved) -> str:
    """`approved by Kari Nordmann on 2026-11-24`, with the author before it where that is somebody else."""
    said = f"approved by {answer.reviewer} on {answer.reviewed_on}"
    return said if answer.author == answer.reviewer else f"from {answer.author}, {said}"
