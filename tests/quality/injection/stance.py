"""Failures of negation and doubt: denied or not, said or done."""

from __future__ import annotations

import random
import re

from tests.quality.injection.kinds import Others, Pair, variant

#: Phrases whose `not` or `no` denies nothing when it goes.
_FIXED = re.compile(
    r"\b(?:not (?:only|just|merely|least|to mention)|no doubt|no matter|why not|or not|if not|no less|no later|"
    r"no more than|or without)\b",
    re.IGNORECASE,
)
_PAIRS = {
    "unlikely": "likely", "unclear": "clear", "unknown": "known", "unable": "able", "impossible": "possible",
    "illegal": "legal", "unhappy": "happy", "unfair": "fair", "unsafe": "safe", "unusual": "usual",
    "uncertain": "certain", "unhurt": "hurt", "unharmed": "harmed", "unacceptable": "acceptable",
    "unnecessary": "necessary", "unpaid": "paid", "unarmed": "armed", "unchanged": "changed", "unemployed": "employed",
    "uninjured": "injured", "unauthorised": "authorised", "unauthorized": "authorized", "unfounded": "founded",
}  # fmt: skip
_UN = re.compile(rf"\b(?:{'|'.join(_PAIRS)})\b")


def _sub(pattern: str, new: str, text: str) -> str | None:
    made = re.sub(pattern, new, text, count=1)
    return made if made != text else None


@variant("NEGATION", "not gone")
def not_gone(pair: Pair, draw: random.Random, others: Others) -> str | None:
    """`did not win` became `did win`."""
    if _FIXED.search(pair.english):
        return None
    text = pair.english
    for pattern, new in (
        (r"\b[Cc]annot\b", "can"), (r"\b([Cc])an['’]t\b", r"\1an"), (r"\b([Ww])on['’]t\b", r"\1ill"),
        (r"\b(is|was|were|are|do|did|does|has|have|had|could|would|should)n['’]t\b", r"\1"),
        (r"\bnot (?=[a-z])", ""),
    ):  # fmt: skip
        made = _sub(pattern, new, text)
        if made:
            return made
    return None


@variant("NEGATION", "no, none, nobody turned")
def none_turned(pair: Pair, draw: random.Random, others: Others) -> str | None:
    """Nobody became everybody, never always, without with, no longer still."""
    if _FIXED.search(pair.english):
        return None
    for pattern, new in (
        (r"\b[Nn]obody\b|\b[Nn]o one\b", "everyone"), (r"\bnever\b", "always"), (r"\bno longer\b", "still"),
        (r"\bwithout\b", "with"), (r"\b[Nn]one of\b", "all of"), (r"\b[Nn]othing\b", "everything"),
        (r"\b[Nn]either\b", "both"), (r"\bno (?=[a-z])", "the "), (r"\bNo (?=[a-z])", "The "),
    ):  # fmt: skip
        made = _sub(pattern, new, pair.english)
        if made:
            return made
    return None


@variant("NEGATION", "not added")
def not_added(pair: Pair, draw: random.Random, others: Others) -> str | None:
    """`is` became `is not`."""
    if re.search(
        r"\b(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot|un\w+|not)\b|n['’]t\b", pair.english, re.I
    ):
        return None
    return _sub(
        r"(?<=[a-z] )\b(is|was|were|are|will|has been|have been|can|must)\b(?= [a-z])(?! to\b)", r"\1 not", pair.english
    )


@variant("NEGATION", "never added")
def never_added(pair: Pair, draw: random.Random, others: Others) -> str | None:
    """`has won` became `has never won`."""
    if re.search(
        r"\b(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot|un\w+|not)\b|n['’]t\b", pair.english, re.I
    ):
        return None
    return _sub(r"(?<=[a-z] )\b(has|have|had)\b(?= [a-z]+(?:ed|en|wn|ne)\b)", r"\1 never", pair.english)


@variant("NEGATION", "un- gone")
def un_gone(pair: Pair, draw: random.Random, others: Others) -> str | None:
    """Unlikely became likely."""
    match = _UN.search(pair.english)
    return pair.english[: match.start()] + _PAIRS[match.group()] + pair.english[match.end() :] if match else None


@variant("HEDGE", "reportedly gone")
def doubt_gone(pair: Pair, draw: random.Random, others: Others) -> str | None:
    """The word of doubt is left out."""
    for pattern, new in (
        (r"\b(?:reportedly|allegedly|apparently|supposedly|presumably|probably|possibly|perhaps) ", ""),
        (r"\b(alleged|suspected|presumed|supposed) (?=[a-z])", ""),
        (r"\b(?:is|are|was|were) (?:said|alleged|believed|reported|thought|understood) to have ", "had "),
        (r"\b(?:is|are|was|were) (?:said|alleged|believed|reported|thought|understood) to be\b", "is"),
        (r"\b(?:may|might|could) have\b", "had"),
        (r"\b(?:may|might) be\b", "is"),
    ):
        made = _sub(pattern, new, pair.english)
        if made:
            return made
    return None


@variant("HEDGE", "source gone")
def source_gone(pair: Pair, draw: random.Random, others: Others) -> str | None:
    """`according to …` is left out."""
    made = _sub(r",? according to [^,.;]+(?:,|(?=\.))", "", pair.english)
    return made or _sub(r"^According to [^,]+, ", "", pair.english)


@variant("HEDGE", "he said gone")
def said_gone(pair: Pair, draw: random.Random, others: Others) -> str | None:
    """`, the police said.` is left out, where nothing is quoted."""
    if re.search(r"[\"“”]", pair.english):
        return None
    made = _sub(
        r", (?:the )?[\w ]{2,30} (?:said|says|told [\w ]{2,20}|reports|reported)(?: on \w+day)?(?=\.$)",
        "",
        pair.english,
    )
    return made or _sub(r"^[\w ]{2,40} (?:said|says|reported|stated|claimed|announced) that ", "", pair.english)
