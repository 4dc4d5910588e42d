"""Disclosures the reader is owed: made by a machine, corrected, paid for, a press release, satire.

A notice speaks of the text it stands in. The words alone are not enough: an article about AI-written news says the
same words, so what names no text of its own counts only at the edges of the article.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from service.domain import Notice, NoticeKind
from service.text.cleaning.lines import Line
from service.text.cleaning.phrases import Finder, any_of, key_of, notice_phrases, phrases, words_of

_LABEL_END = re.compile(r"^[\W_]*([^:–—|]{2,60}?)\s*[:–—|]\s*(?=\S)")
_KINDS = {
    "correction": NoticeKind.CORRECTION,
    "sponsored": NoticeKind.SPONSORED,
    "press_release": NoticeKind.PRESS_RELEASE,
    "satire": NoticeKind.SATIRE,
    "other": NoticeKind.OTHER,
}
MAX_NOTICE = 700
_BETWEEN = re.compile(r"(?<=[.!?…])\s+(?=[^\W\da-zæøåäöüß])")
"""Between two sentences, near enough."""
MIN_BODY_WORDS = 8
"""Words before a notice's sentence that make the paragraph the article's."""


@dataclass(frozen=True)
class _Phrases:
    labels: dict[str, NoticeKind]
    sentences: tuple[tuple[NoticeKind, Finder], ...]
    ai_terms: Finder
    ai_made: Finder
    ai_self: Finder
    ai_this: Finder
    ai_sentences: Finder


@cache
def _phrases() -> _Phrases:
    labels: dict[str, NoticeKind] = {}
    for name, kind in _KINDS.items():
        for phrase in notice_phrases(f"{name}_labels"):
            labels.setdefault(key_of(phrase), kind)
    own = notice_phrases("ai_self")
    return _Phrases(
        labels=labels,
        sentences=tuple((kind, any_of(notice_phrases(f"{name}_sentences"))) for name, kind in _KINDS.items()),
        ai_terms=any_of(notice_phrases("ai_terms")),
        ai_made=any_of(notice_phrases("ai_made")),
        ai_self=any_of(own),
        ai_this=any_of(phrase for phrase in own if len(words_of(phrase).split()) >= 2),
        ai_sentences=any_of(notice_phrases("ai_sentences")),
    )


def notice_kind(line: Line, *, edge: bool, head: bool) -> NoticeKind | None:
    """What `line` discloses, or None.

    `edge`: it is the article's first or last paragraph, or stands outside those. `head`: nothing of it stands before.
    """
    if len(line.text) > MAX_NOTICE:
        return None
    known = _phrases()
    if line.key in known.labels:
        kind = known.labels[line.key]
        return kind if head or kind is NoticeKind.SATIRE else None
    label = _LABEL_END.match(line.text)
    if label is not None:
        kind_of_label = known.labels.get(key_of(label.group(1)))
        if kind_of_label is not None and (edge or line.sentence):
            return _refine(kind_of_label, line)
    if _made_by_machine(line, edge=edge):
        return NoticeKind.AI_GENERATED
    quoted = line.text.startswith(("–", "—", "«", "“", "„", '"'))
    if not quoted and (edge or len(line.text) <= 250):
        for kind, pattern in known.sentences:
            if pattern.search(line.folded):
                return kind
    return None


def last_sentence(line: Line, kind: NoticeKind) -> str | None:
    """What a paragraph of the article says of itself in its last sentence (`… Saken oppdateres.`), None for other notices."""
    *before, last = _BETWEEN.split(line.text)
    if (
        kind is not NoticeKind.OTHER
        or _LABEL_END.match(line.text)
        or sum(len(s.split()) for s in before) < MIN_BODY_WORDS
    ):
        return None
    said = [pattern for found, pattern in _phrases().sentences if found is kind]
    rest = words_of(" ".join(before))
    own = any(p.search(words_of(last)) for p in said) and not any(p.search(rest) for _, p in _phrases().sentences)
    return last if own else None


def _refine(kind: NoticeKind, line: Line) -> NoticeKind:
    """An editor's note that says what an earlier version got wrong is a correction."""
    if kind is NoticeKind.OTHER:
        for other, pattern in _phrases().sentences:
            if other is not NoticeKind.OTHER and pattern.search(line.folded):
                return other
        if _made_by_machine(line, edge=True):
            return NoticeKind.AI_GENERATED
    return kind


def _made_by_machine(line: Line, *, edge: bool) -> bool:
    known, text = _phrases(), line.folded
    if known.ai_sentences.search(text) and edge and (line.words <= 12 or known.ai_self.search(text)):
        return True
    if not (known.ai_terms.search(text) and known.ai_made.search(text)):
        return False
    if line.words > 45 or any(token in phrases().says for token in line.tokens):
        return False  # somebody is quoted on the subject
    start = " ".join(line.tokens[:4])
    own = known.ai_self.search(start) is not None or known.ai_terms.match(text) is not None
    this = known.ai_this.search(text) is not None
    return (edge and (own or (this and line.words <= 25))) or known.ai_this.match(text) is not None


def notice(kind: NoticeKind, text: str) -> Notice:
    """A notice that nobody has translated yet."""
    return Notice(kind, text, text)
