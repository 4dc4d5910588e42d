"""Which language a text is in: a document, each of its paragraphs, a sentence inside one.

A model of words and letter groups judges each text (detection_model); a text in a language outside the nine is `other`, and
what is short or unsure leans on what it stands in. Imports nothing of Tidings but domain, errors and languages.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.domain import LanguageCandidate
from service.languages import data_table
from service.text.detection_codes import known_codes, parse_declared
from service.text.detection_model import word_scores
from service.text.detection_scores import OTHER, Evidence, evidence, posterior
from service.text.detection_words import WORD, prose

__all__ = ["OTHER", "DocumentLanguage", "LanguageDetector", "ParagraphLanguage"]

NORWEGIAN = ("nb", "nn")

# How strongly a text leans on what it stands in: the share of doubt that is left for another language. Neighbours are
# left least: a paragraph between nb and nn is its document's, unless its evidence is strong.
_DOUBT = {"paragraph": 0.02, "segment": 0.004}
_DOUBT_NEIGHBOUR = {"paragraph": 0.003, "segment": 0.0005}
_DOUBT_OTHER = 0.02
_SURE = {"paragraph": 0.85, "segment": 0.92}
_LEAST_LETTERS = 20
_LEAST_WORDS = 4
_LEAST_OWN_WORDS = 2
_OWN_NATS = 1.0
"""A word that speaks this much more for a language than for another is that language's own."""
_LEAST_CONFIDENCE = 0.0001


@dataclass(frozen=True, slots=True)
class ParagraphLanguage:
    """The language a paragraph is taken to be in, with what stands around it in view.

    `confidence` (0..1) is how sure that is by its words and its document: low where a paragraph is too short to leave its
    document though its words speak for another language, 0 where it has no letters. `runner_up` is the likeliest other.
    """

    language_code: str
    confidence: float
    runner_up: LanguageCandidate | None = None


@dataclass(frozen=True, slots=True)
class DocumentLanguage:
    """The main language of a document and of each paragraph: a code of the nine, `other`, or what the sender declared.

    `confidence` (0..1) is how sure the main language is; 1 where it was declared. `candidates` are the languages by their
    share of the document's letters, the largest first, whatever was declared. `guess` names the likeliest language where
    the main one is `other` (`pl`), None where there is no telling.
    """

    language_code: str
    confidence: float
    paragraphs: tuple[ParagraphLanguage, ...]
    candidates: tuple[LanguageCandidate, ...] = ()
    guess: str | None = None

    @property
    def paragraph_codes(self) -> tuple[str, ...]:
        """The code of each paragraph."""
        return tuple(paragraph.language_code for paragraph in self.paragraphs)

    @property
    def runner_up(self) -> LanguageCandidate | None:
        """The likeliest candidate beside the main language, None where there is no other."""
        return next((found for found in self.candidates if found.language_code != self.language_code), None)


class LanguageDetector:
    """Detects languages. Holds no state of its own: models load at the first call, once a process; safe in threads."""

    def detect(self, text: str) -> tuple[LanguageCandidate, ...]:
        """Candidates, the likeliest first, confidences summing to at most 1; empty where the text has no letters."""
        found = evidence(text)
        if not found.letters:
            return ()
        return _ranked(posterior(found))

    def detect_document(self, paragraphs: Sequence[str], declared: str | None = None) -> DocumentLanguage:
        """The language of a document and of each of its paragraphs.

        A declared language wins for the document; `no` leaves nb or nn to the text. Raises InvalidInputError
        (UNSUPPORTED_LANGUAGE, stage detect) where `declared` is no language code.
        """
        declared_code = parse_declared(declared)
        found = [evidence(paragraph) for paragraph in paragraphs]
        shares = _shares(found)
        if declared_code is not None and declared_code != "no":
            main, confidence = declared_code, 1.0
        else:
            allowed = NORWEGIAN if declared_code == "no" else (*known_codes(), OTHER)
            main = max(sorted(allowed), key=lambda code: shares[code])
            confidence = _confidence(found, main, allowed)
        verdicts = tuple(_leaning(paragraph, main, "paragraph") for paragraph in paragraphs)
        return DocumentLanguage(main, confidence, verdicts, _ranked(shares), _guess(found) if main == OTHER else None)

    def detect_segment(self, text: str, paragraph_code: str) -> str:
        """The language of a sentence inside a paragraph: another than the paragraph's only where that is clear."""
        return _leaning(text, paragraph_code, "segment").language_code


def _ranked(shares: Mapping[str, float]) -> tuple[LanguageCandidate, ...]:
    ranked = sorted(shares.items(), key=lambda item: (-item[1], item[0]))
    return tuple(LanguageCandidate(code, round(share, 4)) for code, share in ranked if share >= _LEAST_CONFIDENCE)


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


def _leaning(text: str, around: str, kind: str) -> ParagraphLanguage:
    """The language of `text` that stands in text of language `around`; `kind` is paragraph or segment."""
    found = evidence(text)
    if not found.letters:
        return ParagraphLanguage(around, 0.0)
    prior = {code: math.log(_DOUBT[kind] / 8) for code in (*known_codes(), OTHER)}
    for code in _neighbours(around):
        prior[code] = math.log(_DOUBT_NEIGHBOUR[kind])
    prior[OTHER] = math.log(_DOUBT_OTHER)
    prior[around if around in prior else OTHER] = math.log(1 - _DOUBT[kind]) if around in known_codes() else 0.0
    shares = posterior(found, prior)
    best = max(sorted(shares), key=lambda code: shares[code])
    own = around if around in shares else OTHER
    # Norwegian inside German is clear even where nb or nn isn't: neighbours count together, against an outsider.
    kin = () if best in _neighbours(around) else _neighbours(best)
    sure = shares[best] + math.fsum(shares[code] for code in sorted(kin))
    stands_alone = found.letters >= _LEAST_LETTERS and sure >= _SURE[kind] and best != own
    chosen = best if stands_alone and _has_own_words(text, best, own) else around
    taken = chosen if chosen in shares else OTHER
    second = max(sorted(set(shares) - {taken}), key=lambda code: shares[code])
    return ParagraphLanguage(chosen, round(shares[taken], 4), LanguageCandidate(second, round(shares[second], 4)))


def _has_own_words(text: str, code: str, around: str) -> bool:
    """Whether words, and not just names, speak for `code` rather than `around`: enough of them."""
    words = WORD.findall(prose(text))
    if code == OTHER:
        names_apart = [word for word in words if not word[0].isupper()]
        return len(names_apart) >= _LEAST_WORDS - 1 or not any(char.isascii() for char in text if char.isalpha())
    if len(words) < _LEAST_WORDS:
        return False
    own = 0
    for word in words:
        if not word[0].isupper() or (len(word) > 1 and word.isupper()) or word == words[0]:
            scores = word_scores(word.lower())
            own += scores[code] - scores.get(around, 0.0) > _OWN_NATS
    return own >= _LEAST_OWN_WORDS
