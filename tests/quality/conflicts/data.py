"""Reads the events and plants one change in one outlet's article. Shares no code with `service/`.

== EVENT
-- KEY | OUTLET | PUBLISHED | TITLE          then its sentences, a line each
+ CLASS | KIND | KEY | OLD | NEW | ONE | TWO  a conflict: listed with ONE and TWO on different sides
- CLASS | KEY | OLD | NEW                     a harmless difference: nothing may be listed
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

HERE = Path(__file__).parent
HALVES = ("tuned", "kept", "fresh")
"""The events that rules were tuned on, and those whose failures were not looked at meanwhile."""


@dataclass(frozen=True)
class Told:
    """One outlet's article; `text` has a sentence a line."""

    key: str
    outlet: str
    published_at: str
    title: str
    text: str


@dataclass(frozen=True)
class Change:
    """OLD becomes NEW in the article `key`. `kind` and `values` (one a side) are empty where it is harmless."""

    event: str
    label: str
    kind: str
    key: str
    old: str
    new: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Happening:
    """An event with its articles and the changes to plant in them."""

    name: str
    told: tuple[Told, ...]
    changes: tuple[Change, ...]


def read(half: str) -> list[Happening]:
    """The events of one half. Raises ValueError for a line it cannot read."""
    out = []
    for block in (HERE / f"{half}.txt").read_text(encoding="utf-8").split("== ")[1:]:
        name, _, rest = block.partition("\n")
        out.append(_happening(name.strip(), rest.splitlines()))
    return out


def _happening(name: str, lines: list[str]) -> Happening:
    told: list[Told] = []
    changes: list[Change] = []
    for line in filter(str.strip, lines):
        mark, _, rest = line.partition(" ")
        parts = [part.strip() for part in rest.split("|")]
        if mark == "--":
            told.append(Told(*parts, text=""))
        elif mark == "+":
            label, kind, key, old, new, one, two = parts
            changes.append(Change(name, label, kind, key, old, new, (one, two)))
        elif mark == "-":
            label, key, old, new = parts
            changes.append(Change(name, label, "", key, old, new, ()))
        elif changes or not told:
            raise ValueError(f"{name}: expected '-- ', '+ ' or '- ' before {line!r}")
        else:
            told[-1] = replace(told[-1], text=f"{told[-1].text}\n{line.strip()}".strip())
    return Happening(name, tuple(told), tuple(changes))


def plant(happening: Happening, change: Change) -> tuple[Told, ...]:
    """The articles with the change made. Raises ValueError where OLD does not stand once in the article."""
    out = []
    for told in happening.told:
        if told.key != change.key:
            out.append(told)
            continue
        if told.text.count(change.old) != 1:
            raise ValueError(f"{happening.name} {told.key}: {change.old!r} stands {told.text.count(change.old)} times")
        out.append(replace(told, text=told.text.replace(change.old, change.new)))
    return tuple(out)


def planted(half: str) -> Iterator[tuple[Change, tuple[Told, ...]]]:
    """Every change of a half with its articles."""
    for happening in read(half):
        for change in happening.changes:
            yield change, plant(happening, change)
