"""The library lingua alone, high accuracy, restricted to the nine languages: what language detection is compared with.

About 260 MB. It is no part of Tidings' own detection (docs/quality.md says what each gets).
"""

from __future__ import annotations

from functools import cache

from lingua import Language, LanguageDetector, LanguageDetectorBuilder

from service.text.detection_codes import known_codes

_DIGITS = 6
"""Lingua adds up in no fixed order: what is beyond the sixth figure would differ between runs."""

#: lingua's enumeration calls Norwegian by its two standards; all others go by ISO 639-1.
_NAMES = {"BOKMAL": "nb", "NYNORSK": "nn"}


def _code(language: Language) -> str:
    return _NAMES.get(language.name) or language.iso_code_639_1.name.lower()


@cache
def _detector() -> LanguageDetector:
    nine = [language for language in Language.all() if _code(language) in known_codes()]
    return LanguageDetectorBuilder.from_languages(*sorted(nine, key=_code)).build()


def among_nine(text: str) -> dict[str, float]:
    """Probability (0..1) of each of the nine; all 0 where lingua sees no word it could judge."""
    values = _detector().compute_language_confidence_values(text)
    return {_code(value.language): round(value.value, _DIGITS) for value in values}
