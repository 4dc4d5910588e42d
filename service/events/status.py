"""Whether an event has happened, by the tense its articles open in and by its date against theirs."""

from __future__ import annotations

from collections.abc import Sequence

from service.domain import EventStatus
from service.events.article import Article
from service.events.tense import tense
from service.facts.dates import edtf_bounds


def article_status(article: Article, day: str | None) -> EventStatus:
    """One article's word on it; `day` is the event's EDTF date, which outweighs tense where its year is known."""
    said = tense(article)
    first, last = edtf_bounds(day) if day else (None, None)
    if article.anchor and first and last:
        if first.isoformat() > article.anchor:
            return EventStatus.PLANNED
        if last.isoformat() < article.anchor and said != "planned":
            return EventStatus.HAPPENED
    return EventStatus(said)


def event_status(articles: Sequence[Article], day: str | None) -> EventStatus:
    """The event's: that of the members that say; where they differ, a report of it outweighs earlier announcements."""
    said = [(article.anchor or "", article_status(article, day)) for article in articles]
    happened = [stamp for stamp, status in said if status is EventStatus.HAPPENED]
    planned = [stamp for stamp, status in said if status is EventStatus.PLANNED]
    if not happened and not planned:
        return EventStatus.UNKNOWN
    if not planned or (happened and (len(happened) >= len(planned) or max(happened) > max(planned))):
        return EventStatus.HAPPENED
    return EventStatus.PLANNED
