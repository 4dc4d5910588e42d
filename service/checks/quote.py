"""QUOTE: quotation marks lost or made up, or words between them that nobody said."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.checks.differences import flags
from service.checks.pair import TARGET, SegmentPair
from service.domain import Flag, FlagCode
from service.facts.quotations import Quotation, find_quotations

_MARKS = re.compile("[\"“”„«»]|(?<!\\w)['‘’‚‹›](?=\\w)|(?<=[\\w.,!?])['’](?!\\w)|^[-–—]\\s|(?<=\\w: )[–—]\\s")
_ONE_WORD = 1


def _marked(text: str) -> bool:
    """Whether there is any quotation mark or dialogue dash, even one whose partner is in another segment."""
    return _MARKS.search(text.strip()) is not None


def _plain(text: str) -> str:
    """The words alone: case, punctuation and white space looked through."""
    return " ".join(re.findall(r"\w+", text.lower().replace("’", "'")))


def _spoken(quotations: Sequence[Quotation], other: str) -> list[Quotation]:
    """Quotations that are somebody's words: not one word set off, nor a title that the other text writes as it is."""
    plain = f" {_plain(other)} "
    return [
        quotation
        for quotation in quotations
        if len(quotation.text.split()) > _ONE_WORD and f" {_plain(quotation.text)} " not in plain
    ]


def check(pair: SegmentPair) -> tuple[Flag, ...]:
    """At most one QUOTE flag: the quotation lost its marks, or what was no quotation has them."""
    lost = _spoken(find_quotations(pair.original, pair.language_code), pair.text)
    if lost and not _marked(pair.text):
        return flags(FlagCode.QUOTE, f"marks lost: {lost[0].text}")
    added = _spoken(find_quotations(pair.text, TARGET), pair.original)
    if added and not _marked(pair.original):
        return flags(FlagCode.QUOTE, f"marks added: {added[0].text}")
    if _open(pair.original) == 0 != _open(pair.text):
        return flags(FlagCode.QUOTE, "a quotation mark without its partner")
    return ()


def _open(text: str) -> int:
    """Quotation marks without a partner in this segment; single ones, which may be apostrophes, do not count."""
    return len(re.findall('["“”„«»]', text)) % 2


def check_sentence(text: str, sources: Sequence[str]) -> tuple[Flag, ...]:
    """QUOTE where the words between quotation marks stand in no source, or stand there as nobody's words."""
    whole = f" {_plain(' '.join(sources))} "
    for quotation in find_quotations(text, TARGET):
        words = _plain(quotation.text)
        if words and f" {words} " not in whole:
            return flags(FlagCode.QUOTE, f"nobody said: {quotation.text}")
    return ()
