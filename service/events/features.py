"""What groups articles: their words, names and opening, and the setting of what happened."""

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


@dataclass(frozen=True, slots=True)
class Features:
    """An article as grouping sees it.

    `counts` has for each part (words, names, lead) how often it has each term: a stem, or of names their folded form.
    `rarities` are the terms' weights in English at large. `contrast` weighs stems for telling look-alikes apart.
    """

    article: Article
    counts: Mapping[str, Mapping[str, int]]
    rarities: Mapping[str, float]
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
    contrast = {
        term: (1 + math.log(count)) * weight[term] * (1 + (term in named) + (term in lead))
        for term, count in words.items()
    }
    counts = {"words": words, "names": names, "lead": lead}
    return Features(article, counts, weight, contrast, read_setting(article))


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
