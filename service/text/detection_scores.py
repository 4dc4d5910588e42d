"""One text -> a probability for each of the nine languages and for `other`: the evidence added up.

scores = lingua + frequency + words + letters, weighted by languages/shared/detection.toml; `other` is its own decision
(script, a detector of all languages, how few words the nine know). Long texts are judged by three samples.
"""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from service.languages import data_table
from service.text.detection_codes import known_codes
from service.text.detection_lingua import among_all, among_nine
from service.text.detection_words import foreign_share, prose, without_names, word_evidence

OTHER = "other"
_SAMPLE = 2000
"""Characters of each of the three samples a longer text is judged by (start, middle, end)."""
_LEAST_PROBABILITY = 1e-6
_LETTERS_THAT_SAY_MUCH = 24
_LETTERS_THAT_SAY_ALL = 60
_LETTERS_A_WORD = 6
_FOREIGN_SCRIPT_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a text says. `scores`: log odds a language of the nine, in nats. `other`: log odds that it is none of them.

    `letters` counts letters (0: nothing to judge by). `guess` names the likeliest language outside the nine, if asked.
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
    other = 1 / (1 + math.exp(-max(-30.0, min(30.0, evidence.other + prior.get(OTHER, 0.0)))))
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


@lru_cache(maxsize=4096)
def _evidence(text: str) -> Evidence:
    text = prose(text)
    letters = [char for char in text if char.isalpha()]
    nothing = dict.fromkeys(known_codes(), 0.0)
    if not letters:
        return Evidence(nothing, -30.0, 0)
    foreign_script = sum(not _is_latin(char) for char in letters) / len(letters)
    if foreign_script > _FOREIGN_SCRIPT_SHARE:
        return Evidence(nothing, 30.0, len(letters), among_all(text)[1])
    core = without_names(text)
    lingua = among_nine(core)
    words = word_evidence(text)
    weights, constants = data_table("detection")["weights"], data_table("detection")["constants"]
    scores = {}
    for i, code in enumerate(known_codes()):
        log_probability = math.log(max(lingua.get(code, 0.0), _LEAST_PROBABILITY))
        scores[code] = (
            weights["lingua"] * max(log_probability, weights["lingua_floor"])
            + weights["frequency"] * words.frequency[i]
            + weights["words"] * words.words[i]
            + weights["letters"] * words.letters[i]
            + constants[code]
        )
    other, guess = _other(core)
    return Evidence(scores, other, len(letters), guess)


@lru_cache(maxsize=4096)
def _is_latin(char: str) -> bool:
    return unicodedata.name(char, "").startswith(
        ("LATIN", "FULLWIDTH LATIN", "MODIFIER LETTER", "FEMININE", "MASCULINE")
    )


def _other(core: str) -> tuple[float, str | None]:
    """Log odds that `core` (names taken out) is in none of the nine, and the language it may be in instead."""
    rule = data_table("detection")["other"]
    words = word_evidence(core)
    letters = min(sum(char.isalpha() for char in core), words.word_count * _LETTERS_A_WORD)  # compounds are long
    weight = data_table("detection")["weights"]["words"]
    sums = [frequency + weight * listed for frequency, listed in zip(words.frequency, words.words, strict=True)]
    known = max(sums) / words.word_count if words.word_count else 0.0
    share = foreign_share(core)
    short = rule["short"] * math.exp(-letters / _LETTERS_THAT_SAY_MUCH)
    if known >= rule["known_enough"] and not share:
        return -30.0, None
    nine, guess = among_all(core)
    tens = min(4.0, -math.log10(max(nine, _LEAST_PROBABILITY)))
    unknown = rule["known"] * (known - rule["known_usual"]) + rule["foreign"] * share
    odds = rule["lingua"] * tens + unknown * min(1.0, letters / _LETTERS_THAT_SAY_ALL) + short
    surest = rule["most_short"] if letters < _LETTERS_THAT_SAY_MUCH and not share else rule["most"]
    return max(-30.0, min(math.log(surest / (1 - surest)), odds)), guess
