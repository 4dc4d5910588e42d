"""One text -> a probability for each of the nine languages and for `other`.

A text in Latin letters is judged by the model of detection_model, names left out; one in another script is `other`. Long
texts are judged by three samples.
"""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from service.languages import data_table
from service.text.detection_codes import known_codes
from service.text.detection_model import log_odds, log_sum
from service.text.detection_words import WORD, prose, without_names

OTHER = "other"
_SAMPLE = 2000
"""Characters of each of the three samples a longer text is judged by (start, middle, end)."""
_FOREIGN_SCRIPT_SHARE = 0.5
_SUREST = 30.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a text says. `scores`: log odds a language of the nine, in nats. `other`: log odds that it is none of them.

    `letters` counts letters (0: nothing to judge by). `guess` names the likeliest language outside the nine.
    """

    scores: dict[str, float]
    other: float
    letters: int
    guess: str | None = None


def posterior(evidence: Evidence, prior: dict[str, float] | None = None) -> dict[str, float]:
    """Probabilities (summing to 1) of the nine and `other`; `prior` adds log odds to a language."""
    prior = prior or {}
    scores = {code: score + prior.get(code, 0.0) for code, score in evidence.scores.items()}
    best = max(scores.values())
    shares = {code: math.exp(score - best) for code, score in scores.items()}
    total = math.fsum(shares.values())
    other = 1 / (1 + math.exp(-max(-_SUREST, min(_SUREST, evidence.other + prior.get(OTHER, 0.0)))))
    result = {code: share / total * (1 - other) for code, share in shares.items()}
    result[OTHER] = other
    return result


def _sample(text: str) -> str:
    if len(text) <= 3 * _SAMPLE:
        return text
    middle = len(text) // 2
    return " ".join((text[:_SAMPLE], text[middle : middle + _SAMPLE], text[-_SAMPLE:]))


def evidence(text: str) -> Evidence:
    """The evidence of one text of any length; of a long one, that of its samples."""
    return _evidence(_sample(text))


@lru_cache(maxsize=2048)
def _evidence(text: str) -> Evidence:
    text = prose(text)
    letters = [char for char in text if char.isalpha()]
    if not letters:
        return Evidence(dict.fromkeys(known_codes(), 0.0), -_SUREST, 0)
    if sum(not _is_latin(char) for char in letters) > _FOREIGN_SCRIPT_SHARE * len(letters):
        return Evidence(dict.fromkeys(known_codes(), 0.0), _SUREST, len(letters), _by_script("".join(letters).lower()))
    nine, outside = log_odds(WORD.findall(without_names(text).lower()))
    rule = data_table("detection")["other"]
    # A word or two that any language could have are no reason to call a text foreign.
    odds = log_sum(list(outside.values())) + rule["short"] * math.exp(-len(letters) / rule["short_letters"])
    surest = math.log(rule["most"] / (1 - rule["most"]))
    guess = max(sorted(outside), key=lambda code: outside[code])
    return Evidence(nine, max(-_SUREST, min(surest, odds)), len(letters), guess)


def _by_script(letters: str) -> str | None:
    """The language that letters outside the Latin script are likeliest in, None where the table has none."""
    names = {unicodedata.name(char, "") for char in set(letters)}
    for row in data_table("detection")["scripts"]:
        by_letter = not set(row.get("letters", "")).isdisjoint(letters)
        if by_letter or any(name.startswith(tuple(row.get("script", ()))) for name in names):
            return str(row["language"])
    return None


@lru_cache(maxsize=4096)
def _is_latin(char: str) -> bool:
    return unicodedata.name(char, "").startswith(
        ("LATIN", "FULLWIDTH LATIN", "MODIFIER LETTER", "FEMININE", "MASCULINE")
    )
