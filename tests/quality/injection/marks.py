"""Failures of quotation marks and of what must stay byte for byte."""

from __future__ import annotations

import random
import re

from tests.quality.injection.kinds import Others, Pair, variant

_QUOTED = re.compile(r"[\"“]([^\"“”]{12,})[\"”]")
_CARRIERS = (
    " https://example.org/saker/2024/05/flom-{n}",
    " www.example.net/a{n}",
    " redaksjon{n}@example.com",
    " @havnevakt_{n}",
    " #Brua{n}",
)


@variant("QUOTE", "marks gone")
def marks_gone(pair: Pair, draw: random.Random, others: Others) -> str | None:
    """The quotation has no marks."""
    found = _QUOTED.search(pair.english)
    if not found or len(found[1].split()) < 3:
        return None
    return re.sub(r"[\"“”]", "", pair.english)


@variant("QUOTE", "closing mark gone")
def mark_gone(pair: Pair, draw: random.Random, others: Others) -> str | None:
    """The quotation does not end."""
    found = _QUOTED.search(pair.english)
    return pair.english[: found.end() - 1] + pair.english[found.end() :] if found else None


@variant("QUOTE", "marks added")
def marks_added(pair: Pair, draw: random.Random, others: Others) -> str | None:
    """Words of the reporter become somebody's."""
    if re.search(r"[\"“”‘]|(?<!\w)'", pair.english) or re.search(r"[\"“”„«»‘‚]|^\s*[-–—] ", pair.source):
        return None
    words = pair.english.split()
    if len(words) < 10:
        return None
    return " ".join([*words[:3], '"' + " ".join(words[3:9]) + '"', *words[9:]])


@variant("QUOTE WORDS", "quoted words changed", "QUOTE", "ADDED", "NUMBER", "NEGATION")
def words_changed(pair: Pair, draw: random.Random, others: Others) -> str | None:
    """The marks stay, the words between them are another's. An honest `not seen` without a dictionary."""
    found = _QUOTED.search(pair.english)
    if not found or len(found[1].split()) < 4:
        return None
    lines = [line for line in others if line != pair.english and len(line.split()) >= 6]
    if not lines:
        return None
    new = " ".join(draw.choice(lines).split()[: len(found[1].split())]).strip(",.\"'")
    return pair.english[: found.start(1)] + re.sub(r"[\"“”]", "", new) + pair.english[found.end(1) :]


@variant("PROTECTED", "address changed")
def address_changed(pair: Pair, draw: random.Random, others: Others) -> Pair | None:
    """One letter of a URL, address, handle or hashtag that stands on both sides is another in the English."""
    carrier = draw.choice(_CARRIERS).format(n=draw.randint(10, 99))
    letters = [i for i, c in enumerate(carrier) if c.isalpha() and i > 3]
    place = draw.choice(letters)
    new = "x" if carrier[place] != "x" else "y"
    spoiled = carrier[:place] + new + carrier[place + 1 :]
    return Pair(pair.source + carrier, pair.language_code, pair.english + spoiled)


@variant("PROTECTED", "address gone")
def address_gone(pair: Pair, draw: random.Random, others: Others) -> Pair | None:
    """It is left out."""
    carrier = draw.choice(_CARRIERS).format(n=draw.randint(10, 99))
    return Pair(pair.source + carrier, pair.language_code, pair.english)


@variant("PROTECTED", "hashtag translated")
def hashtag_translated(pair: Pair, draw: random.Random, others: Others) -> Pair | None:
    """`#flom` became `#flood`."""
    return Pair(f"{pair.source} #flomvarsel", pair.language_code, f"{pair.english} #floodwarning")
