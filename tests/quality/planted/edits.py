"""One edit in an English sentence: a number, date, name, negation, attribution or plan that is wrong afterwards.

Plain regular expressions, none of `service`'s. An edit answers None where the sentence has nothing of its kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

_COUNT_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "twenty")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_PEOPLE = ("Ottersby", "Quenneville", "Thorvaldsen", "Mbeki", "Castellanos", "Pryce", "Yamashita", "Dragovic")
_SAYS = r"(?:said|says|told \w+|reported|reports|announced|claimed|claims|wrote|writes)"
_VERBS_PAST = {
    "be": "was", "have": "had", "go": "went", "take": "took", "make": "made", "give": "gave", "hold": "held",
    "meet": "met", "begin": "began", "become": "became", "come": "came", "get": "got", "leave": "left", "pay": "paid",
    "run": "ran", "see": "saw", "send": "sent", "sell": "sold", "buy": "bought", "build": "built", "cut": "cut",
    "put": "put", "lose": "lost", "win": "won", "speak": "spoke", "say": "said", "tell": "told", "find": "found",
    "keep": "kept", "lead": "led", "stand": "stood", "bring": "brought", "do": "did", "fall": "fell", "rise": "rose",
    "choose": "chose", "drive": "drove", "face": "faced", "grow": "grew", "hit": "hit", "let": "let", "set": "set",
    "show": "showed", "spend": "spent", "teach": "taught", "think": "thought", "write": "wrote", "fly": "flew",
    "feel": "felt", "seek": "sought", "draw": "drew", "fight": "fought", "know": "knew", "split": "split",
}  # fmt: skip
_PLAN = re.compile(
    r"\b(?:will|(?:plans?|intends?|hopes?|wants?) to|(?:is|are) (?:expected|due|set|scheduled|planned|going) to) ([a-z]+)\b"
)
_NO_VERBS = frozenset({"not", "also", "still", "only", "never", "likely", "now", "soon", "probably", "then", "always"})


def number(text: str, dice: Random) -> str | None:
    """Another figure, in digits or in words."""
    months = "|".join(_MONTHS)
    found = [
        m
        for m in re.finditer(r"(?<![\w.,:/-])\d{1,3}(?:,\d{3})*(?:\.\d+)?(?![\w:/-]|[.,]\d)", text)
        if not re.match(rf"\s(?:{months}|May)\b", text[m.end() :])
        and not re.search(rf"\b(?:{months}|May|Jan|Feb|Aug|Sept?|Oct|Nov|Dec)\.?\s$", text[: m.start()])
    ]
    if found:
        match = dice.choice(found)
        digits = match.group()
        new = digits
        while new == digits:
            place = dice.choice([i for i, c in enumerate(digits) if c.isdigit()])
            new = digits[:place] + dice.choice("123456789") + digits[place + 1 :]
        return text[: match.start()] + new + text[match.end() :]
    words = list(re.finditer(rf"\b(?:{'|'.join(_COUNT_WORDS)})\b(?!-)", text))
    if not words:
        return None
    match = dice.choice(words)
    new = dice.choice([word for word in _COUNT_WORDS if word != match.group()])
    return text[: match.start()] + new + text[match.end() :]


def date(text: str, dice: Random) -> str | None:
    """Another weekday, month or year."""
    for pattern, choices in (
        (rf"\b(?:{'|'.join(_DAYS)})\b", _DAYS),
        (rf"\b(?:{'|'.join(_MONTHS)})\b", _MONTHS),
        (r"(?<![\w,.-])(?:19|20)\d\d(?![\w,-])", tuple(str(year) for year in range(1981, 2031))),
    ):
        found = list(re.finditer(pattern, text))
        if found:
            match = dice.choice(found)
            new = dice.choice([choice for choice in choices if choice != match.group()])
            return text[: match.start()] + new + text[match.end() :]
    return None


def name(text: str, dice: Random) -> str | None:
    """The last word of a run of capitalised words, inside the sentence, becomes another surname."""
    taken = (*_DAYS, *_MONTHS, "May", "I", "Mr", "Mrs", "Ms", "Dr", "The", "God", "English", "Internet")
    found = [
        m
        for m in re.finditer(r"(?<=[a-z,] )(?:[A-Z][a-z]+ )*[A-Z][a-z]{2,}\b(?!\s[A-Z])", text)
        if m.group().split()[-1] not in taken
    ]
    if not found:
        return None
    match = dice.choice(found)
    first = match.group().split()[:-1]
    return text[: match.start()] + " ".join([*first, dice.choice(_PEOPLE)]) + text[match.end() :]


def negation(text: str, dice: Random) -> str | None:
    """`not` taken out, or put in behind an auxiliary."""
    gone = re.search(r"\b(is|are|was|were|has|have|had|will|would|could|should|did|does|do)(?: not|n['’]t)\b", text)
    if gone:
        return text[: gone.end(1)] + text[gone.end() :]
    found = list(re.finditer(r"\b(?:is|are|was|were|has|have|had|will|would|could|should)\b(?=\s[a-z])", text))
    if not found:
        return None
    place = dice.choice(found).end()
    return text[:place] + " not" + text[place:]


def attribution(text: str, dice: Random) -> str | None:
    """Who says so is left out: at the end, at the beginning, or before `that`. `dice` is not needed."""
    del dice
    if '"' in text or "“" in text or "”" in text:
        return None
    end = re.search(rf", (?:[^,]*\b{_SAYS}\b[^,]*|according to [^,]+)[.]$", text)
    if end and len(text[: end.start()].split()) >= 5:
        return text[: end.start()] + "."
    start = re.match(rf"(?:According to [^,]+, |[^,.;]{{2,60}}? {_SAYS} (?:on \w+ )?that )(?=[a-zA-Z])", text)
    if start and len(text[start.end() :].split()) >= 5:
        rest = text[start.end() :]
        return rest[0].upper() + rest[1:]
    return None


def planned(text: str, dice: Random) -> str | None:
    """What is planned has been done: `will open` becomes `opened`."""
    found = [m for m in _PLAN.finditer(text) if m.group(1) not in _NO_VERBS]
    if not found:
        return None
    match = dice.choice(found)
    return text[: match.start()] + _past(match.group(1)) + text[match.end() :]


def _past(verb: str) -> str:
    if verb in _VERBS_PAST:
        return _VERBS_PAST[verb]
    if verb.endswith("e"):
        return verb + "d"
    if re.search(r"[^aeiou]y$", verb):
        return verb[:-1] + "ied"
    return verb + "ed"


KINDS: dict[str, Callable[[str, Random], str | None]] = {
    "number": number,
    "date": date,
    "name": name,
    "negation": negation,
    "attribution": attribution,
    "planned": planned,
}
"""Kind of edit -> the edit."""
