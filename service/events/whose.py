"""Names of persons and bodies brought into one form before they are counted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.facts.names import organization
from service.languages import data_table

_DOTTED = re.compile(r"(?:[A-Z]\.)+[A-Z]\.?")
_PARTY_AND_STATE = re.compile(r"[A-Z]-[A-Z][\w.]*\.?")
_NUMBERED = re.compile(r"[A-Z]+[ -]?\d{3,}")
_GENERATION = re.compile(r",? (?:Jr|Sr|II|III)\.?$")
_SMALL = frozenset({"of", "the", "and", "for", "on", "in"})
_LEAST_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Seen:
    """One mention: the name, as written, its kind, where, and whether among the opening sentences."""

    name: str
    original: str
    kind: str
    document_id: str
    early: bool


def tidied(seen: Sequence[Seen]) -> list[Seen]:
    """The mentions under one form each.

    `F.B.I.` is `FBI`, `Paul Moe Jr` and `Ohio Agent Paul Moe` are `Paul Moe`, an acronym of a body that is named in full is that
    body. What ends in a rank (`Toughest Sheriff`), states (`N.H.`, `R-Ariz.`), numbers of bills and a
    given name whose full name is there are left out.
    """
    kept = [replace(one, name=name) for one in seen if (name := _plain(one.name))]
    bodies = {name: _initials(name) for name in sorted({one.name for one in kept if one.kind == "organization"})}
    in_full = {letters: name for name, letters in bodies.items() if len(letters) >= _LEAST_LETTERS}
    given = {words[0] for one in kept if one.kind == "person" and len(words := one.name.split()) > 1}
    families = {one.name.split()[-1] for one in kept if len(one.name.split()) > 1}
    return [
        replace(one, name=in_full[one.name], kind="organization") if one.name in in_full else one
        for one in kept
        if one.name not in given or one.name in families
    ]


def _plain(name: str) -> str:
    """The name without dots, titles and generations; empty for what names nobody."""
    if _PARTY_AND_STATE.fullmatch(name) or _NUMBERED.fullmatch(name):
        return ""
    if _DOTTED.fullmatch(name):
        letters = name.replace(".", "")
        return letters if len(letters) >= _LEAST_LETTERS or organization(letters) else ""
    words = _GENERATION.sub("", name).split()
    roles = data_table("events")["roles"]
    while len(words) > 1 and words[0].lower() in roles["words"]:
        words = words[1:]
    ranks = [at for at, word in enumerate(words) if word.lower() in roles["ranks"]]
    if ranks and len(words) > 1:
        words = words[ranks[-1] + 1 :]
    return " ".join(words)


def _initials(name: str) -> str:
    words = [word for word in name.split() if word.lower() not in _SMALL]
    return "".join(word[0] for word in words) if len(words) > 1 else ""
