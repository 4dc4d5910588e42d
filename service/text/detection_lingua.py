"""The two lingua detectors, loaded when first asked: the nine languages in high accuracy, all of lingua's in low.

About 260 MB for the nine and 5 MB for the rest. Safe to call from several threads.
"""

from __future__ import annotations

from functools import cache
from threading import Lock

from lingua import Language, LanguageDetector, LanguageDetectorBuilder

from service.text.detection_codes import known_codes

_lock = Lock()
_DIGITS = 6
"""Lingua adds up in no fixed order: what is beyond the sixth figure would differ between runs."""

#: lingua's enumeration calls Norwegian by its two standards; all others go by ISO 639-1.
_NAMES = {"BOKMAL": "nb", "NYNORSK": "nn"}


def _code(language: Language) -> str:
    return _NAMES.get(language.name) or language.iso_code_639_1.name.lower()


@cache
def _load(which: str) -> LanguageDetector:
    if which == "all":
        return LanguageDetectorBuilder.from_all_languages().with_low_accuracy_mode().build()
    nine = [language for language in Language.all() if _code(language) in known_codes()]
    return LanguageDetectorBuilder.from_languages(*sorted(nine, key=_code)).build()


def _detector(which: str) -> LanguageDetector:
    with _lock:
        return _load(which)


@cache
def lingua_name(code: str) -> str:
    """English name of a language by its code, `a language` where lingua does not know it."""
    return next((language.name.title() for language in Language.all() if _code(language) == code), "a language")


def among_nine(text: str) -> dict[str, float]:
    """Probability (0..1) of each of the nine, high accuracy; all 0 where lingua sees no word it could judge."""
    values = _detector("nine").compute_language_confidence_values(text)
    return {_code(value.language): round(value.value, _DIGITS) for value in values}


def among_all(text: str) -> tuple[float, str | None]:
    """The probability (0..1) that low accuracy gives to the nine together, and the likeliest language outside them."""
    values = _detector("all").compute_language_confidence_values(text)
    nine, outside = 0.0, None
    for value in values:
        code = _code(value.language)
        if code in known_codes():
            nine += value.value
        elif outside is None and value.value > 0:
            outside = code
    return round(nine, _DIGITS), outside
