"""An article as grouping keeps it: what its similarity to any other follows from, and nothing else."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass

from service.domain import Translation
from service.events.features import Features, read_features
from service.events.setting import Setting
from service.events.vectors import Vector, vector_of

INDEXED_FROM = 3.0
"""Terms at least so rare (nats; 3 is one English article in twenty) find candidates. What commoner ones add is bounded."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A function of the article alone.

    `day` is that of publication (proleptic ordinal), None where unknown. `rare` are the keys of `vector` that find
    candidates, `common` (0..1) is the length of what the others make up. `contrast` weighs stems for telling look-alikes
    apart. `text_key` is equal for equal originals, empty without a usable sentence.
    """

    document_id: str
    day: int | None
    vector: Vector
    rare: tuple[str, ...]
    common: float
    contrast: Mapping[str, float]
    setting: Setting
    text_key: str


def read_profile(translation: Translation) -> Profile:
    """The profile of one article."""
    return profile_of(read_features(translation))


def profile_of(features: Features) -> Profile:
    """The profile that follows from the features of one article."""
    vector = vector_of(features)
    rare = tuple(key for key in vector if features.rarities[key.split(":", 1)[1]] >= INDEXED_FROM)
    left_out = vector.keys() - set(rare)
    text = " ".join(sentence.original for sentence in features.article.sentences)
    published = features.setting.published
    return Profile(
        document_id=features.article.document_id,
        day=published.toordinal() if published else None,
        vector=vector,
        rare=rare,
        common=math.sqrt(math.fsum(vector[key] ** 2 for key in left_out)),
        contrast=features.contrast,
        setting=features.setting,
        text_key=hashlib.sha256(text.encode()).hexdigest()[:16] if text else "",
    )
