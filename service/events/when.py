"""When an event happens: the date that its articles' openings agree on, and what can be reasoned beyond it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from service.domain import When
from service.events.article import KEPT, Article, Sentence
from service.events.setting import LEAD_SENTENCES, is_day, sentence_dates
from service.events.tense import tense, tense_of
from service.events.year import infer_year
from service.facts.dates import DateFact, compatible, edtf_key
from service.facts.hedges import find_hedges
from service.facts.words import content_words

NEEDED = 1.0
"""Weight that a date needs: one opening sentence, or two later ones that speak of what the event is about."""
PLACES = (3.0, 2.0, 1.5, 1.0, 1.0)
"""Weight of a date by the place of its sentence in the article; later ones count LATER."""
LATER = 0.4
SAYING = 0.3
"""Weight of a date on which something was said, beside one on which it happened."""
ABOUT = 0.25
"""Share of a later sentence's words that are also in the titles and openings, for it to be about the event."""


@dataclass(frozen=True, slots=True)
class Vote:
    """A date fact with its sentence and its weight."""

    fact: DateFact
    sentence: Sentence
    weight: float


def find_when(articles: Sequence[Article], voice: Mapping[str, str]) -> When:
    """The event's date. `voice` says who speaks in each document: copies of one text have one vote."""
    core = _core(articles)
    votes = [vote for article in articles for vote in _votes(article, core)]
    choice = _winner(votes, voice)
    if choice is None:
        return When()
    edtf = _sharpest(choice, votes)
    backing = [vote for vote in votes if compatible(vote.fact.edtf, edtf)]
    best = max(backing, key=lambda vote: (vote.fact.edtf == edtf, vote.weight, not vote.sentence.flagged))
    if all(_reasoned(vote.fact) for vote in backing if vote.fact.edtf == edtf):
        return When(None, f"{edtf}?", best.sentence.source)
    inferred = infer_year(edtf, articles, best.sentence) if edtf.startswith("XXXX") and is_day(edtf) else None
    return When(edtf, inferred, best.sentence.source)


def main_date(article: Article) -> Vote | None:
    """The day that one article alone gives for its happening, with its strongest sentence."""
    votes = _votes(article, _core([article]))
    choice = _winner(votes, {article.document_id: article.voice})
    if choice is None:
        return None
    edtf = _sharpest(choice, votes)
    return max((vote for vote in votes if vote.fact.edtf == edtf), key=lambda vote: vote.weight)


def _core(articles: Sequence[Article]) -> frozenset[str]:
    """Stems of the titles and first sentences."""
    texts = [article.title or "" for article in articles]
    texts += [sentence.text for article in articles for sentence in article.sentences[:2]]
    return frozenset(word for text in texts for word in _said(text))


@lru_cache(maxsize=KEPT)
def _said(text: str) -> frozenset[str]:
    return frozenset(content_words(text, "en"))


def _votes(article: Article, core: frozenset[str]) -> list[Vote]:
    announces = tense(article) == "planned"
    out = []
    for sentence in article.sentences:
        facts = sentence_dates(sentence, article.anchor)
        if not facts:
            continue
        words = _said(sentence.text)
        early = sentence.position < len(PLACES)
        weight = PLACES[sentence.position] if early else LATER
        if len(words & core) < ABOUT * len(words):
            weight *= 0.5
        if not announces and tense_of(sentence.text) == "planned":
            weight *= 0.2  # what is still to come is another happening
        told, other = (
            [f for f in facts if _dates_the_saying(f, sentence)],
            [f for f in facts if not _dates_the_saying(f, sentence)],
        )
        out += [Vote(fact, sentence, weight * _precision(fact) / (1 + at)) for at, fact in enumerate(other)]
        out += [Vote(fact, sentence, SAYING * weight * _precision(fact)) for fact in told]
    return out


def _dates_the_saying(fact: DateFact, sentence: Sentence) -> bool:
    """Whether the date is when somebody said it ("he said in a statement on Monday"), not when it happened."""
    text = sentence.original if sentence.translated and fact.text in sentence.original else sentence.text
    at = text.find(fact.text)
    hedges = [hedge for hedge in find_hedges(text[: max(at, 0)], "en") if hedge.kind == "attribution"]
    return bool(hedges) and not re.search(r"[,;:“”\"]|\bthat\b", text[hedges[-1].end : at])


def _precision(fact: DateFact) -> float:
    """Days count fully, months half; a bare year, and what was only reasoned, hardly."""
    if len(fact.edtf) <= len("2024"):
        return 0.05
    if "/" in fact.edtf:
        return 0.3 if fact.relative else 0.8
    return (1.0 if is_day(fact.edtf) else 0.4) * (0.5 if _reasoned(fact) else 1.0)


def _reasoned(fact: DateFact) -> bool:
    """Whether more than the day of publication was needed; "on Friday" of what is announced is said, not reasoned."""
    return fact.inferred and not (fact.relative and is_day(fact.edtf))


def _winner(votes: Sequence[Vote], voice: Mapping[str, str]) -> str | None:
    """The date with the most weight, each voice counting its strongest sentence in full and others a quarter."""
    by_date: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for vote in votes:
        by_date[vote.fact.edtf][voice[vote.sentence.document_id]].append(vote.weight)
    own = {edtf: sum(max(w) + 0.25 * (sum(w) - max(w)) for w in heard.values()) for edtf, heard in by_date.items()}
    total = {
        edtf: weight + sum(other for date, other in own.items() if date != edtf and _covers(date, edtf))
        for edtf, weight in own.items()
        if weight >= 0.3 and _is_fine(edtf) and _is_told(edtf, votes, by_date[edtf], voice)
    }
    best = max(sorted(total, key=edtf_key), key=lambda edtf: (total[edtf], own[edtf]), default=None)
    return best if best is not None and total[best] >= NEEDED else None


def _is_fine(edtf: str) -> bool:
    """Whether both ends name a month at least."""
    return all(len(end) >= len("2024-10") for end in edtf.split("/"))


def _is_told(edtf: str, votes: Sequence[Vote], heard: Mapping[str, object], voice: Mapping[str, str]) -> bool:
    """Whether an opening, or half of all voices, name the date: what only stands deep in a text is background."""
    if any(vote.sentence.position < LEAD_SENTENCES and compatible(vote.fact.edtf, edtf) for vote in votes):
        return True
    return 2 * len(heard) >= len(set(voice.values())) > 1


def _covers(coarse: str, fine: str) -> bool:
    """Whether the one says the same as the other, or the same with less precision (its month, its day without year)."""
    if not compatible(coarse, fine):
        return False
    if coarse.startswith("X") or fine.startswith("X") or "/" in coarse:
        return True
    return len(coarse) <= len(fine) and "/" not in fine


def _sharpest(choice: str, votes: Sequence[Vote]) -> str:
    """A compatible date that says more: the day of a month, the year of a day."""
    weights: dict[str, float] = defaultdict(float)
    for vote in votes:
        if compatible(vote.fact.edtf, choice) and "/" not in vote.fact.edtf:
            weights[vote.fact.edtf] += vote.weight
    known = [date for date in weights if not date.startswith("X") and len(date) >= len(choice) and is_day(date)]
    if choice.startswith("X") and known:
        return max(sorted(known), key=lambda date: weights[date])
    if len(choice) < len("2024-10-11"):
        days = [date for date in weights if is_day(date) and weights[date] >= NEEDED]
        return max(sorted(days), key=lambda date: weights[date], default=choice)
    return choice
