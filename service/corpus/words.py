"""Codes as an editor says them: flags, notices, failures, languages, EDTF dates. For the report and the terminal."""

from __future__ import annotations

import re
from collections.abc import Mapping

#: Flag code -> (label, what it says): the table of docs/schema.md in a few words.
FLAG_WORDS: dict[str, tuple[str, str]] = {
    "UNTRANSLATED": ("not translated", "kept in the original: no installed model routes its language"),
    "ECHO": ("echo", "the output repeats the source"),
    "LOOP": ("loop", "a phrase repeats beyond the source"),
    "TRUNCATED": ("cut short", "far shorter than such a source gives, or the decoder hit its limit"),
    "ADDED": ("added", "far longer than the source, or words without a counterpart"),
    "NUMBER": ("number", "a value is missing, new or changed"),
    "DATE": ("date", "a date is missing, new or changed"),
    "UNIT": ("unit", "a unit or currency is missing, new or changed"),
    "NAME": ("name", "a person, organisation or place is missing, new or changed"),
    "NEGATION": ("negation", "a negation was lost or gained"),
    "HEDGE": ("hedge", "reported speech or doubt became fact"),
    "QUOTE": ("quote", "quotation marks lost, or words between them that nobody said"),
    "PROTECTED": ("protected", "a link, address, handle or hashtag changed"),
    "GLOSSARY": ("glossary", "a term of the glossary was not applied"),
    "LOW_CONFIDENCE": ("low confidence", "the model was less sure than it usually is"),
    "REPAIRED": ("repaired", "failed a check, was made again, and passes now"),
    "MEMORY": ("memory", "taken from the translation memory"),
    "EXTRACTIVE": ("source sentence", "the source sentence itself, because what the model wrote failed a check"),
    "UNSUPPORTED": ("unsupported", "a check doubts it, and nothing better could be made"),
    "PLANNED": ("planned", "announced, not yet happened"),
}

NOTICE_WORDS = {
    "AI_GENERATED": "AI-generated",
    "CORRECTION": "Correction",
    "SPONSORED": "Sponsored",
    "PRESS_RELEASE": "Press release",
    "SATIRE": "Satire",
    "OTHER": "Notice",
}

_LANGUAGES = {
    "nb": "Norwegian (bokmål)",
    "nn": "Norwegian (nynorsk)",
    "no": "Norwegian",
    "de": "German",
    "en": "English",
    "da": "Danish",
    "sv": "Swedish",
    "nl": "Dutch",
    "fr": "French",
    "is": "Icelandic",
    "other": "another language",
}
_NEWS = {
    "documents": "article",
    "revised_documents": "revised article",
    "sentences": "sentence",
    "agreed_facts": "agreed fact",
    "conflicts": "conflict",
}
_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
_POINT = re.compile(r"(\d{4}|XXXX)(?:-(\d\d|XX))?(?:-(\d\d|XX))?(?:T(\d\d:\d\d)\S*)?([?~%]?)")


def flag_label(code: str) -> str:
    """`NUMBER` -> `number`."""
    return FLAG_WORDS.get(code, (code.lower().replace("_", " "), ""))[0]


def flag_meaning(code: str) -> str:
    """What the flag says."""
    return FLAG_WORDS.get(code, ("", ""))[1]


def language_name(code: str | None) -> str:
    """`nb` -> `Norwegian (bokmål)`; the code itself where there is no name for it."""
    return _LANGUAGES.get(code or "", code or "unknown")


def human_date(edtf: str | None) -> str:
    """`2024-10-11T23:21` -> `11 October 2024, 23:21`; what is no EDTF date known here stands as it is."""
    if not edtf:
        return "not known"
    return " – ".join(_point(part) for part in edtf.split("/"))


def _point(part: str) -> str:
    match = _POINT.fullmatch(part)
    if not match:
        return part or "open"
    year, month, day, time, doubt = match.groups()
    words = []
    if day and day != "XX":
        words.append(str(int(day)))
    if month and month != "XX":
        if not 1 <= int(month) <= len(_MONTHS):
            return part
        words.append(_MONTHS[int(month) - 1])
    words.append("(year not said)" if year == "XXXX" else year)
    return " ".join(words) + (f", {time}" if time else "") + (" (probably)" if doubt else "")


def counted(number: int, noun: str) -> str:
    """`1 article`, `2 articles`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def in_counts(counts: Mapping[str, int]) -> str:
    """What there is any of: `2 articles, 1 conflict`. Names are those of `news` in run.json."""
    return ", ".join(counted(number, _NEWS[name]) for name, number in counts.items() if number)
