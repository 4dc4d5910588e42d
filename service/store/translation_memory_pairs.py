"""The vocabulary of the translation memory: a correction, what has become of it, and what makes two originals equal."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from enum import StrEnum

from service.errors import InvalidInputError

SOURCE_LANGUAGES = ("nb", "nn", "no", "de", "da", "sv")
"""BCP-47 codes a pair may be from. `no` (a TMX often says no more) counts for nb and nn alike."""

MAX_TEXT = 5_000
"""Characters in an original, and in its English."""

MAX_NAME = 200
"""Characters in the name of an author or a reviewer."""

MAX_ID = 512
"""Characters in a document's or a segment's id."""

_SPACE = re.compile(r"[ \t\r\n\f\v\u2028\u2029]+")
_EITHER = {"nb": ("nb", "no"), "nn": ("nn", "no"), "no": ("no", "nb", "nn")}


class State(StrEnum):
    """What has become of a correction. Only an approved one is used; nothing is ever deleted."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"
    """It was approved, and a later approval for the same original took its place."""


class Origin(StrEnum):
    """How a correction came in."""

    CORRECTION = "correction"
    TMX = "tmx"
    TSV = "tsv"
    CLI = "cli"


@dataclass(frozen=True, slots=True)
class Approved:
    """What a person vouches for: the English of one original. `reviewed_at` is RFC 3339, UTC."""

    text: str
    author: str
    reviewer: str
    reviewed_at: str

    @property
    def reviewed_on(self) -> str:
        """The day of the approval, `2026-11-24`: records hold no time of day."""
        return self.reviewed_at[:10]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A pair on its way in. `recorded_at` (RFC 3339, UTC) is empty for now."""

    original: str
    text: str
    language_code: str
    author: str
    document_id: str = ""
    segment_id: str = ""
    origin: Origin = Origin.CORRECTION
    recorded_at: str = ""
    note: str = ""
    """Goes into the history: where it was imported from, who changed it there."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A pair as the memory has it. `reviewer` and `reviewed_at` are empty while it is pending."""

    correction_id: str
    language_code: str
    original: str
    text: str
    author: str
    recorded_at: str
    state: State
    reviewer: str
    reviewed_at: str
    document_id: str
    segment_id: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Decision:
    """A line of a correction's history: it became `state` because of `who`, at `at`."""

    state: State
    who: str
    at: str
    note: str


def match_key(original: str) -> str:
    """What makes originals the same: NFC, every run of white space one space. Case and punctuation count."""
    return " ".join(unicodedata.normalize("NFC", original).split())


def codes_matching(language_code: str) -> tuple[str, ...]:
    """The codes whose pairs count for a segment in `language_code`, the most particular first."""
    return _EITHER.get(language_code, (language_code,))


def id_of(number: int) -> str:
    """`c12`."""
    return f"c{number}"


def number_of(correction_id: str) -> int | None:
    """The number of `c12` or `12`; None for what is no id."""
    digits = correction_id.strip().removeprefix("c")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 19 else None


def checked(proposal: Proposal) -> Proposal:
    """`proposal` in NFC, trimmed, the English on one line (no-break spaces stay).

    Raises InvalidInputError naming the field as the request has it, the value at fault and what would be good.
    """
    if proposal.language_code not in SOURCE_LANGUAGES:
        raise InvalidInputError(
            "UNSUPPORTED_LANGUAGE",
            f"source_language_code is {proposal.language_code[:20]!r}; it should be one of {', '.join(SOURCE_LANGUAGES)}",
            field="source_language_code",
            metadata={"language_code": proposal.language_code[:20], "supported": ",".join(SOURCE_LANGUAGES)},
        )
    original = _text(proposal.original, "original")
    text = _SPACE.sub(" ", _text(proposal.text, "text"))
    author = name_checked(proposal.author, "author")
    for field in ("document_id", "segment_id"):
        value = getattr(proposal, field)
        if len(value) > MAX_ID or _unprintable(value):
            raise _invalid(field, f"{value[:60]!r}; it should have at most {MAX_ID} characters, no control characters")
    return replace(proposal, original=original, text=text, author=author)


def name_checked(name: str, field: str) -> str:
    """A person's name, trimmed. Raises InvalidInputError for an empty, long or unprintable one."""
    out = unicodedata.normalize("NFC", name).strip()
    if not out:
        raise _invalid(field, "empty; say who, for instance 'Kari Nordmann'")
    if len(out) > MAX_NAME or _unprintable(out):
        raise _invalid(field, f"{out[:60]!r}; it should have at most {MAX_NAME} characters, no control characters")
    return out


def _text(value: str, field: str) -> str:
    out = unicodedata.normalize("NFC", value).strip()
    if not any(c.isalnum() for c in out):
        raise _invalid(field, f"{out[:60]!r}; it should have words")
    if len(out) > MAX_TEXT:
        raise _invalid(field, f"{len(out):,} characters long; at most {MAX_TEXT:,} are taken")
    if bad := _unprintable(_SPACE.sub("", out)):
        raise _invalid(field, f"{out[:60]!r}, with the character {bad!r}; it should be plain text")
    return out


def _unprintable(value: str) -> str | None:
    """The first character that no text file should hold: controls, lone surrogates, noncharacters."""
    if value.isprintable():
        return None
    return next((c for c in value if unicodedata.category(c) in ("Cc", "Cs") or ord(c) & 0xFFFE == 0xFFFE), None)


def _invalid(field: str, what: str) -> InvalidInputError:
    return InvalidInputError("INVALID_CORRECTION", f"{field} is {what}", field=field)
