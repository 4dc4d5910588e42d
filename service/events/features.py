"""What groups articles: their words, names and opening, as one sparse vector, and the setting of what happened."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from service.domain import Translation
from service.events.article import Article, read_article
from service.events.background import MOST, rarity
from service.events.lexis import DATE_WORDS
from service.events.naming import name_term
from service.events.setting import Setting, read_setting
from service.facts.words import is_stopword, stem, tokens

LEAD_WORDS = 80
"""The title and this many words in all are the opening, where news says what happened."""
SHARES = {"words": 0.5, "names": 0.3, "lead": 0.2}
"""Parts of the similarity that are all words', the names' and the opening's (fitted, docs/events.md)."""


@dataclass(frozen=True, slots=True)
class Features:
    """An article as grouping sees it.

    `vector` has at most unit length; its dot product with another's is their similarity in words, names and opening
    (0..1). Its keys are `words:`, `names:` and `lead:` and a stem. `contrast` weighs the stems for telling look-alikes
    apart.
    """

    article: Article
    vector: Mapping[str, float]
    contrast: Mapping[str, float]
    setting: Setting


def read_features(translation: Translation) -> Features:
    """The features of one article; they depend on nothing but the article."""
    article = read_article(translation)
    words: Counter[str] = Counter()
    names: Counter[str] = Counter()
    lead: Counter[str] = Counter()
    named: set[str] = set()
    weight: dict[str, float] = {}
    read = 0
    for text in _texts(article):
        for token, is_name in _terms(text):
            term = stem(token, "en")
            words[term] += 1
            if is_name:
                named.add(term)
                name = name_term(token)
                names[name] += 1
                weight[name] = max(weight.get(name, 0.0), rarity(token.lower()))
            if read < LEAD_WORDS:
                lead[term] += 1
            read += 1
            weight[term] = min(weight.get(term, MOST), rarity(token.lower()))
    vector: dict[str, float] = {}
    for part, counts in (("words", words), ("names", names), ("lead", lead)):
        vector.update(_unit(part, counts, weight))
    contrast = {
        term: (1 + math.log(count)) * weight[term] * (1 + (term in named) + (term in lead))
        for term, count in words.items()
    }
    return Features(article, vector, contrast, read_setting(article))


def _texts(article: Article) -> Iterable[str]:
    if article.title:
        yield article.title
    for sentence in article.sentences:
        yield sentence.text


def _terms(text: str) -> Iterable[tuple[str, bool]]:
    """Words that carry meaning, each with whether it looks like (part of) a name: a capital inside a sentence."""
    found = tokens(text)
    shouting = sum(token[0].isupper() for token in found) > 0.6 * len(found)
    for number, token in enumerate(found):
        lower = token.lower()
        if len(token) < 2 or is_stopword(token, "en"):
            continue
        capital = token[0].isupper() and number > 0 and not shouting and lower not in DATE_WORDS
        yield token, capital


def _unit(part: str, counts: Mapping[str, int], weight: Mapping[str, float]) -> dict[str, float]:
    values = {term: (1 + math.log(count)) * weight[term] for term, count in counts.items()}
    length = math.sqrt(sum(value * value for value in values.values()))
    scale = math.sqrt(SHARES[part]) / length if length else 0.0
    return {f"{part}:{term}": value * scale for term, value in values.items()}
