"""One term of a glossary, with what is wrong with it said at once."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cached_property

from service.errors import InvalidInputError
from service.languages import language_codes
from service.translation.glossary.inflection import Reading, english_forms, inflection_classes

MAX_LENGTH = 200
READINGS = ("singular", "plural", "definite", "definite_plural", "infinitive", "present", "past", "other")
_NORWEGIAN = ("nb", "nn")
_ENGLISH = "en"


@dataclass(frozen=True)
class Term:
    """A term in its base form and its English.

    `language_code`: BCP-47 of the source, `no` for nb and nn, empty (or `all`) for every language. `inflection`: a class of
    that language, empty for its common endings. `forms` and `targets` are pairs of a reading (READINGS, or empty where it
    is not said) and a form of the source or of the English. Raises InvalidInputError (INVALID_GLOSSARY) with the `field`,
    the value and the good ones.
    """

    source: str
    target: str
    language_code: str = ""
    inflection: str = ""
    case_sensitive: bool = False
    forms: tuple[tuple[str, str], ...] = ()
    targets: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        for name in ("source", "target"):
            object.__setattr__(self, name, checked_text(getattr(self, name), name))
        object.__setattr__(self, "language_code", _checked_code(self.language_code))
        for name in ("forms", "targets"):
            pairs = tuple(
                (_checked_reading(kind, name), checked_text(form, name)) for kind, form in getattr(self, name)
            )
            object.__setattr__(self, name, pairs)
        self._check_inflection()

    def _check_inflection(self) -> None:
        good = sorted({name for code in self.codes for name in inflection_classes(code)})
        if self.inflection and self.inflection not in good:
            where = f"{self.language_code} has" if self.language_code else "there are"
            raise invalid(
                f"inflection {self.inflection!r} is no class; {where} {', '.join(good) or 'none'}",
                "inflection",
                self.inflection,
            )

    @property
    def codes(self) -> tuple[str, ...]:
        """The languages the term counts for."""
        if self.language_code == "no":
            return ("no", *_NORWEGIAN)
        return (self.language_code,) if self.language_code else tuple(c for c in language_codes() if c != _ENGLISH)

    def counts_for(self, code: str) -> bool:
        """Whether the term counts in a text of that language."""
        return not self.language_code or code in self.codes or (code == "no" and self.language_code in _NORWEGIAN)

    @cached_property
    def english(self) -> tuple[str, ...]:
        """Every English form that shows the term to be applied, the target itself first."""
        regular = [form for forms in english_forms(self.target, self.inflection).values() for form in forms]
        return tuple(dict.fromkeys([self.target, *(form for _, form in self.targets), *regular]))

    def placed(self, readings: frozenset[Reading]) -> str:
        """The English for a form that can mean `readings`: in the number or tense that all of them share.

        Without an inflection class only what `targets` gives is known; a form that leaves it open gets the target itself.
        """
        kinds = {reading.kind for reading in readings}
        shared = "plural" if kinds <= {"plural", "definite_plural"} else next(iter(kinds)) if len(kinds) == 1 else ""
        given = dict(self.targets)
        if shared in given:
            return given[shared]
        regular = english_forms(self.target, self.inflection) if self.inflection else {}
        return next(iter(regular.get(shared, ())), self.target)


def checked_text(text: str, field: str) -> str:
    """NFC, one space between words. Raises InvalidInputError for an empty text, one too long, or control characters."""
    if not isinstance(text, str):
        raise invalid(f"{field} is {text!r}; it should be text in quotation marks", field, text)
    plain = " ".join(filter(None, unicodedata.normalize("NFC", text).split(" ")))
    if not plain:
        raise invalid(f"{field} is empty; it should have 1 to {MAX_LENGTH} characters", field, text)
    if len(plain) > MAX_LENGTH:
        raise invalid(
            f"{field} {plain[:40]!r}… has {len(plain)} characters; at most {MAX_LENGTH} are taken", field, plain[:40]
        )
    if any(unicodedata.category(c) == "Cc" for c in plain):
        raise invalid(f"{field} {plain!r} has a control character; it should be one line of text", field, plain)
    return plain


def _checked_code(code: str) -> str:
    if not isinstance(code, str):
        raise invalid(f'language_code is {code!r}; it should be text such as "de"', "language_code", code)
    plain = code.strip().lower().replace("_", "-").split("-")[0]
    good = ["no", *(c for c in language_codes() if c != _ENGLISH)]
    if plain in ("", "all"):
        return ""
    if plain not in good:
        raise invalid(
            f"language_code {code!r} is not known; there are {', '.join(good)}, or all", "language_code", code
        )
    return plain


def _checked_reading(kind: str, field: str) -> str:
    if kind and kind not in READINGS:
        raise invalid(f"{field} names the reading {kind!r}; there are {', '.join(READINGS)}", field, kind)
    return kind


def invalid(message: str, field: str, value: object) -> InvalidInputError:
    """The error of a glossary that can't be used."""
    return InvalidInputError("INVALID_GLOSSARY", message, field=field, metadata={field: str(value)})
