"""Why two articles are, or are not, about one happening: in figures and in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from service.domain import Translation
from service.events.features import Features, read_features
from service.events.group import THRESHOLD
from service.events.naming import name_term
from service.events.similarity import FACTORS, MOST_FACTOR, setting_relations
from service.events.vectors import SHARES, vector_of
from service.facts.words import stem, tokens

MOST_TERMS = 12
_WORDS = {
    "same_day": "they name the same day, or one names the day the other was published on",
    "other_day": "their openings name different days",
    "other_date": "those days are full dates",
    "weeks_apart": "they are weeks apart",
    "months_apart": "they are months apart",
    "other_place": "they are about different places",
    "other_people": "each opens with somebody whom the other never names",
    "other_person_first": "each names somebody in its first sentence whom the other never names",
    "other_tense": "one announces, the other tells what has happened",
    "announced": "one announces something for a day that the other does not know",
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """How alike two articles are.

    `similarity` is what the threshold is compared with (0..1.25): the sum of `parts` (words, names, lead) times the
    factor of each of `relations`. `shared_terms` and `shared_names` are words as `a` writes them, the strongest first;
    `shared_days` EDTF.
    """

    similarity: float
    threshold: float
    parts: dict[str, float]
    relations: dict[str, float]
    shared_terms: tuple[str, ...]
    shared_names: tuple[str, ...]
    shared_days: tuple[str, ...]
    shared_places: tuple[str, ...]

    @property
    def text(self) -> str:
        """The same in a few sentences."""
        verdict = "reaches" if self.similarity >= self.threshold else "stays below"
        parts = ", ".join(f"{name} {value:.2f}" for name, value in self.parts.items())
        lines = [f"Their similarity of {self.similarity:.2f} {verdict} {self.threshold:.2f} ({parts})."]
        lines += [f"Times {factor:g}: {_WORDS[name]}." for name, factor in self.relations.items()]
        for label, values in (
            ("names", self.shared_names),
            ("words", self.shared_terms),
            ("days", self.shared_days),
            ("places", self.shared_places),
        ):
            lines.append(f"Shared {label}: {', '.join(values) if values else 'none'}.")
        return " ".join(lines)


def explain(a: Translation, b: Translation) -> Explanation:
    """What brings `a` and `b` together and what keeps them apart; the figures are symmetric."""
    one, two = read_features(a), read_features(b)
    left, right = vector_of(one), vector_of(two)
    products = {term: value * right[term] for term, value in left.items() if term in right}
    parts = {part: sum(v for term, v in products.items() if term.startswith(f"{part}:")) for part in SHARES}
    held = {name: FACTORS[name] for name, holds in setting_relations(one.setting, two.setting).items() if holds}
    written = _as_written(one)
    factor = 1.0
    for value in held.values():
        factor *= value
    return Explanation(
        similarity=sum(parts.values()) * min(MOST_FACTOR, factor),
        threshold=THRESHOLD,
        parts=parts,
        relations=held,
        shared_terms=_strongest(products, "words:", written),
        shared_names=_strongest(products, "names:", written),
        shared_days=tuple(sorted(one.setting.days & two.setting.days)),
        shared_places=tuple(sorted(one.setting.places.keys() & two.setting.places.keys())),
    )


def _strongest(products: Mapping[str, float], prefix: str, written: Mapping[str, str]) -> tuple[str, ...]:
    found = sorted((-value, term) for term, value in products.items() if term.startswith(prefix))
    terms = [term.removeprefix(prefix) for _, term in found[:MOST_TERMS]]
    return tuple(written.get(term, term) for term in terms)


def _as_written(features: Features) -> dict[str, str]:
    """Stem or name term -> the first word of the article that has it."""
    out: dict[str, str] = {}
    article = features.article
    for text in [article.title or "", *(sentence.text for sentence in article.sentences)]:
        for token in tokens(text):
            out.setdefault(stem(token, "en"), token.lower())
            if token[0].isupper():
                out.setdefault(name_term(token), token)
    return out
