"""A summary as long as a headline: the article's own, where it can be trusted and its text bears it."""

from __future__ import annotations

from collections.abc import Sequence

from service.checks import check_sentence
from service.domain import FlagCode, Translation
from service.facts.words import content_words
from service.summaries.candidates import Candidate
from service.summaries.ground import align
from service.summaries.length import SummaryLength
from service.summaries.lexicon import squeezed
from service.summaries.quality import is_newsroom
from service.summaries.writing import Written

#: Fewer words name a topic.
LEAST_WORDS = 4
#: Share of the headline's content words that its sources have: a headline is worded in its own way, but tells their news.
BORNE = 0.6


def is_headline(length: SummaryLength) -> bool:
    """Whether so little is asked for that only a headline has room."""
    return length.sentences == 1 and length.words <= SummaryLength.HEADLINE.words


def own_headline(translation: Translation, pool: Sequence[Candidate]) -> list[Written]:
    """The article's headline, resting on the sentences of its text that it tells; empty where the best of them must do.

    That is so where its translation is doubted, it is a question, it is too long or too short, too few of its words are in
    the sentences akin to it, or a check other than that of plain words doubts it beside the text.
    """
    title = squeezed(translation.title or "")
    count = len(title.split())
    if any(flag.warns for flag in translation.title_flags) or title.endswith("?") or is_newsroom(title):
        return []
    if not LEAST_WORDS <= count <= SummaryLength.HEADLINE.most_words:
        return []
    sources = align(title, pool)
    words = set(content_words(title, "en"))
    if sum(any(word in source.stems for source in sources) for word in words) < BORNE * len(words):
        return []
    doubts = check_sentence(title, [candidate.text for candidate in pool], anchor=translation.published_at)
    if not sources or any(flag.warns and flag.code is not FlagCode.UNSUPPORTED for flag in doubts):
        return []
    return [Written(title, tuple(sources))]
