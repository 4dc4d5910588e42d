"""Which language a text is in: a document, each of its paragraphs, a sentence inside one.

lingua alone calls bokmål nynorsk and short Norwegian Danish; here its verdict is one of four kinds of evidence (see
detection_scores), a text in a language outside the nine is `other`, and what is short or unsure leans on what it stands
in. Imports nothing of Tidings but domain, errors and languages.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from service.domain import LanguageCandidate
from service.languages import data_table
from service.text.detection_codes import known_codes, parse_declared
from service.text.detection_scores import OTHER, Evidence, evidence, posterior
from service.text.detection_words import WORD, prose, word_evidence

__all__ = ["OTHER", "DocumentLanguage", "LanguageDetector"]

NORWEGIAN = ("nb", "nn")

# How strongly a text leans on what it stands in: the share of doubt that is left for another language. Neighbours are
# left least: a paragraph between nb and nn is its document's, unless its evidence is strong.
_DOUBT = {"paragraph": 0.02, "segment": 0.004}
_DOUBT_NEIGHBOUR = {"paragraph": 0.0005, "segment": 0.0001}
_DOUBT_OTHER = 0.02
_SURE = {"paragraph": 0.9, "segment": 0.95}
_LEAST_LETTERS = {"paragraph": 25, "segment": 20}
_LEAST_WORDS = 4
_LEAST_COMMON_WORDS = 2
_COMMON_NATS = 4.0
"""A word this far above the frequency floor is one of a language's few thousand commonest."""
_LEAST_CONFIDENCE = 0.0001


@dataclass(frozen=True, slots=True)
class DocumentLanguage:
    """The main language of a document and of each paragraph: a code of the nine, `other`, or what the sender declared.

    `confidence` (0..1) is how sure the main language is; 1 where it was declared. `runner_up` is the next candidate.
    `guess` names the likeliest language where the main one is `other` (`pl`), None where there is no telling.
    """

    language_code: str
    confidence: float
    paragraph_codes: tuple[str, ...]
    runner_up: LanguageCandidate | None = None
    guess: str | None = None


class LanguageDetector:
    """Detects languages. Holds no state of its own: models load at the first call, once a process; safe in threads."""

    def detect(self, text: str) -> tuple[LanguageCandidate, ...]:
        """Candidates, the likeliest first, confidences summing to at most 1; empty where the text has no letters."""
        found = evidence(text)
        if not found.letters:
            return ()
        ranked = sorted(posterior(found).items(), key=lambda item: (-item[1], item[0]))
        return tuple(LanguageCandidate(code, round(p, 4)) for code, p in ranked if p >= _LEAST_CONFIDENCE)

    def detect_document(self, paragraphs: Sequence[str], declared: str | None = None) -> DocumentLanguage:
        """The language of a document and of each of its paragraphs.

        A declared language wins for the document; `no` leaves nb or nn to the text. Raises InvalidInputError
        (UNSUPPORTED_LANGUAGE, stage detect) where `declared` is no language code.
        """
        declared_code = parse_declared(declared)
        found = [evidence(paragraph) for paragraph in paragraphs]
        shares = _shares(found)
        if declared_code is not None and declared_code != "no":
            main, confidence, runner_up = declared_code, 1.0, None
        else:
            allowed = NORWEGIAN if declared_code == "no" else (*known_codes(), OTHER)
            ranked = sorted(((shares[code], code) for code in allowed), key=lambda item: (-item[0], item[1]))
            main = ranked[0][1]
            confidence = _confidence(found, main, allowed)
            runner_up = LanguageCandidate(ranked[1][1], round(ranked[1][0], 4)) if ranked[1][0] > 0 else None
        codes = tuple(_leaning(paragraph, main, "paragraph") for paragraph in paragraphs)
        guess = _guess(found) if main == OTHER else None
        return DocumentLanguage(main, confidence, codes, runner_up, guess)

    def detect_segment(self, text: str, paragraph_code: str) -> str:
        """The language of a sentence inside a paragraph: another than the paragraph's only where that is clear."""
        return _leaning(text, paragraph_code, "segment")


def _shares(found: Sequence[Evidence]) -> dict[str, float]:
    """The share (0..1) of the document's letters that each language has; doubtful paragraphs are split."""
    total = sum(item.letters for item in found)
    shares = dict.fromkeys((*known_codes(), OTHER), 0.0)
    for item in found:
        if item.letters:
            for code, probability in posterior(item).items():
                shares[code] += probability * item.letters / total
    return shares


def _confidence(found: Sequence[Evidence], main: str, allowed: Sequence[str]) -> float:
    """How sure `main` is: the pooled evidence of the paragraphs that could be in it, 0 for a text without letters.

    Evidence adds up over paragraphs, but less than in full: the paragraphs of one article resemble each other.
    """
    pooled = dict.fromkeys(allowed, 0.0)
    for item in found:
        if not item.letters:
            continue
        shares = posterior(item)
        total = math.fsum(shares[code] for code in allowed)
        weight = shares[main] / total if total > 0 else 0.0
        if weight < 0.05:
            continue
        for code in allowed:
            pooled[code] += weight * math.log(max(shares[code] / total, 1e-6))
    if not any(item.letters for item in found) or not any(pooled.values()):
        return 0.0 if not any(item.letters for item in found) else 1.0
    best = max(pooled.values())
    total = math.fsum(math.exp(max(value - best, -60.0)) for value in pooled.values())
    return round(math.exp(pooled[main] - best) / total, 4)


def _guess(found: Sequence[Evidence]) -> str | None:
    letters: dict[str, int] = {}
    for item in found:
        if item.guess:
            letters[item.guess] = letters.get(item.guess, 0) + item.letters
    return max(sorted(letters), key=lambda code: letters[code]) if letters else None


def _neighbours(code: str) -> frozenset[str]:
    groups = data_table("detection")["neighbours"]
    return frozenset(other for group in groups if code in group for other in group if other != code)


def _leaning(text: str, around: str, kind: str) -> str:
    """The language of `text` that stands in text of language `around`; `kind` is paragraph or segment."""
    found = evidence(text)
    if found.letters < _LEAST_LETTERS[kind]:
        return around
    prior = {code: math.log(_DOUBT[kind] / 8) for code in (*known_codes(), OTHER)}
    for code in _neighbours(around):
        prior[code] = math.log(_DOUBT_NEIGHBOUR[kind])
    prior[OTHER] = math.log(_DOUBT_OTHER)
    prior[around if around in prior else OTHER] = math.log(1 - _DOUBT[kind]) if around in known_codes() else 0.0
    shares = posterior(found, prior)
    best = max(sorted(shares), key=lambda code: shares[code])
    own = around if around in shares else OTHER
    if best == own:
        return around
    # Norwegian inside German is clear even where nb or nn isn't: neighbours count together, against an outsider.
    kin = () if best in _neighbours(around) else _neighbours(best)
    sure = shares[best] + math.fsum(shares[code] for code in sorted(kin))
    return best if sure >= _SURE[kind] and _has_own_words(text, best, own) else around


def _has_own_words(text: str, code: str, around: str) -> bool:
    """Whether words, and not just names, speak for `code`: enough of them, and common ones that `around` hasn't."""
    words = WORD.findall(prose(text))
    if code == OTHER:
        names_apart = [word for word in words if not word[0].isupper()]
        return len(names_apart) >= _LEAST_WORDS - 1 or not any(char.isascii() for char in text if char.isalpha())
    if len(words) < _LEAST_WORDS:
        return False
    codes = known_codes()
    common = 0
    for word in words:
        found = word_evidence(word)
        here = found.frequency[codes.index(code)] + found.words[codes.index(code)]
        there = found.frequency[codes.index(around)] + found.words[codes.index(around)] if around in codes else 0.0
        common += here >= _COMMON_NATS and here > there + 1.0
    return common >= _LEAST_COMMON_WORDS
