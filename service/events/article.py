"""What of a translated article may speak for an event: its body sentences in English, in order.

Captions, headings, teasers and untranslated segments are left out, so nothing taken from a Sentence can break the
rule that only body text is a source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache

from service.domain import FlagCode, ParagraphKind, Segment, Source, Translation
from service.facts.dates import parse_header_date

_GLUED_YEAR = re.compile(r"(?<=\d),(?=(?:19|20)\d\d\b(?![,.]\d))|(?<=(?:19|20)\d\d),(?=\d\d?:\d\d)")
_SPACED_NOON = re.compile(r"\b([ap])\. m\.", re.IGNORECASE)
_SPACED_NOT = re.compile(r"n ?['’] ?t\b")
SPEAKING = frozenset({ParagraphKind.BODY, ParagraphKind.LIST_ITEM, ParagraphKind.QUOTE})
"""The kinds of paragraph that are the article's own text."""
KEPT = 1 << 13
"""Sentences whose words and facts are kept: an event is described again with each article that joins it."""
STAMP_WITHIN = 3
"""A date line is looked for among this many opening segments."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One usable segment. `position` counts from 0 at the article's first; `flagged`: a check warns about it."""

    document_id: str
    segment_id: str
    text: str
    original: str
    language_code: str
    position: int
    flagged: bool

    @property
    def source(self) -> Source:
        """The segment as the source of a statement."""
        return Source(self.document_id, self.segment_id, self.text, self.original)

    @property
    def translated(self) -> bool:
        """Whether `original` is in another language."""
        return self.language_code != "en"


@dataclass(frozen=True, slots=True)
class Article:
    """A Translation as events see it. Days are EDTF days; `anchor` is the day relative dates count from."""

    document_id: str
    title: str | None
    title_flagged: bool
    outlet: str | None
    published: str | None
    updated: str | None
    sentences: tuple[Sentence, ...]
    translation: Translation

    @property
    def anchor(self) -> str | None:
        """The day of publication, else of the last update."""
        return self.published or self.updated

    @property
    def voice(self) -> str:
        """Who speaks: the outlet, or the document itself where its outlet is unknown."""
        return f"outlet:{self.outlet}" if self.outlet else f"document:{self.document_id}"

    @property
    def order(self) -> tuple[bool, str, str]:
        """Sorts by publication, then id; undated articles last."""
        stamp = self.translation.published_at or self.translation.updated_at
        return stamp is None, _in_utc(stamp or ""), self.document_id


def _in_utc(stamp: str) -> str:
    """A date-time with an offset as UTC, so that stamps compare as moments; any other EDTF as it stands."""
    if "T" not in stamp or not re.search(r"(?:Z|[+-]\d\d:\d\d)$", stamp):
        return stamp
    try:
        return datetime.fromisoformat(stamp).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    except ValueError:  # unspecified digits (XXXX) are no moment
        return stamp


def read_article(translation: Translation) -> Article:
    """The article's usable sentences, title and days."""
    untranslated = any(flag.code is FlagCode.UNTRANSLATED for flag in translation.title_flags)
    sentences = tuple(_sentences(translation))
    stamp, sentences = _stamp(sentences)
    return Article(
        document_id=translation.document_id,
        title=None if untranslated else translation.title,
        title_flagged=any(flag.warns for flag in translation.title_flags),
        outlet=translation.outlet,
        published=_day(translation.published_at) or (None if translation.updated_at else _day(stamp)),
        updated=_day(translation.updated_at),
        sentences=sentences,
        translation=translation,
    )


@lru_cache(maxsize=KEPT)
def spaced(text: str) -> str:
    """`July 2,2013` with the blank that scraping lost after the day, `p. m.` and `hadn ' t` without those it put in."""
    return _SPACED_NOT.sub("n't", _SPACED_NOON.sub(r"\1.m.", _GLUED_YEAR.sub(", ", text)))


def _stamp(sentences: tuple[Sentence, ...]) -> tuple[str | None, tuple[Sentence, ...]]:
    """A date line that cleaning left at the head of the body, and the sentences without it."""
    for number, sentence in enumerate(sentences[:STAMP_WITHIN]):
        found = parse_header_date(spaced(sentence.original), sentence.language_code)
        if found is not None:
            rest = sentences[:number] + sentences[number + 1 :]
            return found, tuple(replace(other, position=at) for at, other in enumerate(rest))
    return None, sentences


def _sentences(translation: Translation) -> Iterator[Sentence]:
    segments = {segment.segment_id: segment for segment in translation.segments}
    position = 0
    for paragraph in translation.paragraphs:
        if paragraph.kind not in SPEAKING:
            continue
        for segment_id in paragraph.segment_ids:
            segment = segments.get(segment_id)
            if segment is None or not _speaks(segment):
                continue
            yield Sentence(
                document_id=translation.document_id,
                segment_id=segment_id,
                text=segment.text.strip(),
                original=segment.original.strip(),
                language_code=segment.language_code,
                position=position,
                flagged=any(flag.warns for flag in segment.flags),
            )
            position += 1


def _speaks(segment: Segment) -> bool:
    return bool(segment.text.strip()) and all(flag.code is not FlagCode.UNTRANSLATED for flag in segment.flags)


def _day(stamp: str | None) -> str | None:
    """The day of an EDTF stamp; None for one that does not name a full day."""
    day = (stamp or "")[:10]
    return day if len(day) == 10 and day.replace("-", "").isdigit() else None
