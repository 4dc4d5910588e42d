"""One event's record from its members: title, when, where, who, status, agreements, conflicts, timeline."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Callable, Sequence

from service.domain import Event, EventSummary, Translation
from service.errors import InvalidInputError
from service.events.agreement import find_agreed_facts
from service.events.article import Article, read_article
from service.events.conflicts import find_conflicts
from service.events.duplicates import find_duplicates, voices
from service.events.lexis import names_in, terms
from service.events.mentions import find_where, find_who
from service.events.statements import read_statements
from service.events.status import event_status
from service.events.timeline import build_timeline
from service.events.versions import superseded
from service.events.when import find_when
from service.languages import data_table

Summarize = Callable[[Sequence[Translation], Sequence[Sequence[str]]], EventSummary]
ID_DIGITS = 12
_TITLE_WORDS = (4, 18)


def event_id(founders: Sequence[str]) -> str:
    """`ev-` and 12 hex digits of the SHA-256 of the smallest of the founding members' document ids."""
    return f"ev-{hashlib.sha256(min(founders).encode()).hexdigest()[:ID_DIGITS]}"


def describe_event(members: Sequence[Translation], summarize: Summarize) -> Event:
    """The event that `members` (any order, at least one) tell of.

    `summarize` is given the members in order of publication, of one page's texts the latest, and the groups of duplicates.
    Raises InvalidInputError (NO_MEMBERS) for no members.
    """
    if not members:
        raise InvalidInputError("NO_MEMBERS", "an event needs at least one document; none was given", field="members")
    articles = sorted((read_article(member) for member in members), key=lambda article: article.order)
    ordered = [article.translation for article in articles]
    duplicates = find_duplicates(articles)
    voice = voices(articles, duplicates)
    earlier = superseded(articles, duplicates)
    latest = [article for article in articles if article.document_id not in earlier]
    when = find_when(latest, voice)
    day = when.edtf or (when.inferred_edtf or "").rstrip("?") or None
    statements = read_statements(latest, voice)
    conflicts = find_conflicts(latest, statements, day)
    anchors = {article.document_id: article.anchor for article in articles}
    dated = [article for article in articles if article.translation.published_at or article.translation.updated_at]
    return Event(
        event_id=event_id([article.document_id for article in articles]),
        title=choose_title(latest),
        document_ids=tuple(article.document_id for article in articles),
        duplicates=duplicates,
        status=event_status(latest, day),
        when=when,
        where=find_where(articles),
        who=find_who(articles),
        first_reported_by=dated[0].outlet if dated else None,
        outlets=tuple(sorted({article.outlet for article in articles if article.outlet})),
        language_codes=tuple(sorted({member.source_language_code for member in ordered})),
        summary=summarize([article.translation for article in latest], duplicates),
        agreed_facts=find_agreed_facts(statements, conflicts),
        conflicts=conflicts,
        timeline=build_timeline(statements, anchors),
    )


def choose_title(articles: Sequence[Article]) -> str:
    """The member title that says most of what the members have in common; clean English before flagged, then the earliest.

    Where an outlet reported again, its later headline stands: what was missing may have been found.

    Without any title the first sentence stands in, and without one the smallest document id.
    """
    texts = [[article.title or "", *(s.text for s in article.sentences[:3])] for article in articles]
    names = names_in(text for opening in texts for text in opening)
    openings = [{term for text in opening for term in terms(text, names)} for opening in texts]
    best: tuple[bool, bool, bool, float, int, str] | None = None
    for number, article in enumerate(articles):
        title = _tidy(article.title or "", article.outlet)
        if not title:
            continue
        own = terms(title, names)
        said = {term: sum(term in opening for opening in openings) / len(openings) for term in own}
        share = sum(weight * said[term] ** 2 for term, weight in own.items()) / math.sqrt(sum(own.values()) or 1)
        fits = _TITLE_WORDS[0] <= len(title.split()) <= _TITLE_WORDS[1] and not _teases(title) and _is_whole(title)
        superseded = article.outlet is not None and article.outlet in {a.outlet for a in articles[number + 1 :]}
        key = (article.title_flagged, not fits, superseded, -round(share, 6), number, title)
        best = key if best is None else min(best, key)
    if best is not None:
        return best[-1]
    first = next((s.text for article in articles for s in article.sentences), None)
    return first or min(article.document_id for article in articles)


def _tidy(title: str, outlet: str | None) -> str:
    """The headline without the outlet's name behind it ("… | DW News")."""
    head = re.split(r"\s[|–—•·-]\s(?=[^|]{0,30}$)", title.strip())
    if len(head) > 1 and ("|" in title or (outlet and outlet.split()[0].lower() in head[-1].lower())):
        return " ".join(title.strip()[: -len(head[-1])].split()).rstrip("|–—•·- ")
    return " ".join(title.split())


def _is_whole(title: str) -> bool:
    """Whether no quotation in it is cut off."""
    return title.count("“") == title.count("”") and title.count('"') % 2 == 0


def _teases(title: str) -> bool:
    first = re.match(r"\W*(\w+)", title)
    return title.rstrip().endswith(("?", "…", "...")) or (
        first is not None and first[1].lower() in data_table("events")["titles"]["teasers"]
    )
