"""Times of day that voices give differently for the same happening, time zones and rounding reckoned with."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from service.domain import Conflict, ConflictKind, ConflictSide
from service.events.article import KEPT, spaced
from service.events.conflicts_sides import Said, same_groups, sources, split_sides
from service.events.statements import Statement, contained
from service.facts.dates import compatible
from service.facts.numbers_clock import find_clock_times
from service.facts.words import stem, tokens
from service.languages import data_table

SAME_MOMENT = 0.45
"""Share of the lighter sentence's weight that two sentences about one moment have in common."""
LEAST_SHARED = 2
"""Terms that they share."""
SAME_SPAN = 0.6
"""The same for ends of spans ("by 10", "until 10"), which say less of what happened."""
SAME_ONSET = 0.2
"""The same where both say when something began or happened."""
EXACT, ABOUT = 10, 40
"""Minutes by which two times may differ that are meant as one; the second where either is given roughly."""
HALF_DAY, DAY, HOUR = 720, 1440, 60
_ROUGH = re.compile(
    r"\b(?:about|around|shortly|just|before|after|nearly|almost|roughly|approximately)\W+(?:at )?$", re.I
)
_HALF = re.compile(r"[^\d]*|\d+ (?:in|at) [a-z ]+")
_SIDE = re.compile(
    r"\b(by|until|till|as of|from|since|before|after|to|between)\W+(?:(?:about|around) )?(?:at )?$", re.IGNORECASE
)
LOCAL = "local"


@dataclass(frozen=True, slots=True)
class Moment:
    """A time of day in minutes from midnight. `zone`: minutes east of UTC, `local`, or empty where none is said.

    `halved`: on a twelve-hour clock without saying which half of the day. `side`: `by`, `until`, `from`, ... where it is
    no point in time but an end of a span.
    """

    minutes: int
    zone: str
    rough: bool
    halved: bool
    side: str
    text: str


def time_conflicts(statements: Sequence[Statement]) -> list[Conflict]:
    """The conflicts of times of day, of kind date."""
    said = [
        (moment, s) for s in statements if not s.planned and not _stamp(s) for moment in find_moments(s.sentence.text)
    ]
    onsets = Counter(s.sentence.document_id for _, s in said if _tells(s))
    alone = frozenset(document for document, count in onsets.items() if count == 1)

    def same(a: Said[Moment], b: Said[Moment]) -> bool:
        return _same_thing(a, b, alone)

    return [c for group in same_groups(said, same) if (c := _conflict(group))]


@lru_cache(maxsize=KEPT)
def find_moments(text: str) -> tuple[Moment, ...]:
    """The times of day in an English sentence, in order."""
    return tuple(_moments(spaced(text)))


def _moments(text: str) -> Iterator[Moment]:
    for fact in find_clock_times(text, "en"):
        hour, minute = divmod(int(fact.value * 100), 100)
        after = text[fact.end : fact.end + 20].lower().lstrip()
        zone = next((str(value) for name, value in _zones() if re.match(rf"\(?{name}\b", after)), "")
        written = text[fact.start : fact.end]
        halved = _HALF.fullmatch(written) is not None and hour <= 12
        limit = _SIDE.search(text[: fact.start])
        side = limit[1].lower() if limit else ""
        label = f"{written} {after.lstrip('(').split()[0].rstrip('.,)').upper()}" if zone and zone != LOCAL else written
        yield Moment(hour * HOUR + minute, zone, _ROUGH.search(text[: fact.start]) is not None, halved, side, label)


@cache
def _zones() -> list[tuple[str, str | int]]:
    zones: list[tuple[str, str | int]] = sorted(data_table("events")["zones"].items(), key=lambda z: -len(z[0]))
    return [("local time", LOCAL), *zones]


def same_moment(a: Moment, b: Moment, *, guess: bool = True) -> bool:
    """Whether two times may be one: by rounding, by their zones, or (`guess`) by whole hours where a zone is not known."""
    away = a.minutes - b.minutes
    known = [int(m.zone) for m in (a, b) if m.zone not in ("", LOCAL)]
    if len(known) == 2:
        away -= known[0] - known[1]
    cycle = HALF_DAY if a.halved or b.halved else DAY
    apart = min(away % cycle, -away % cycle)
    margin = ABOUT if a.rough or b.rough else EXACT
    if apart <= margin:
        return True
    return guess and a.zone != b.zone and len(known) < 2 and min(apart % HOUR, -apart % HOUR) <= margin // 2


def _same_thing(a: Said[Moment], b: Said[Moment], alone: Collection[str]) -> bool:
    """`alone` are the articles that give one time only for the beginning of something."""
    (one, first), (two, second) = a, b
    if first is second or one.side != two.side:
        return False
    if first.dates and second.dates and not any(compatible(x, y) for x in first.dates for y in second.dates):
        return False
    share = contained(first, second)
    if one.side and share < SAME_SPAN:
        return False
    begins = bool(_tells(first) & _tells(second))
    if share >= SAME_MOMENT and len(first.terms.keys() & second.terms.keys()) >= LEAST_SHARED:
        return begins or not (_tells(first) or _tells(second))
    both = {s.sentence.document_id for s in (first, second)} <= set(alone)
    return begins and (share >= SAME_ONSET or both)


@cache
def _beginnings() -> dict[str, str]:
    """Stem -> what begins: the happening, or the call for help."""
    groups = data_table("events")["beginnings"]
    return {stem(word, "en"): name for name, words in groups.items() for word in words}


def _stamp(statement: Statement) -> bool:
    """Whether the time is that of the text ("last updated 13:26"), or one that others are told from ("an hour later")."""
    return any(token.lower() in data_table("events")["words"]["stamps"] for token in tokens(statement.sentence.text))


def _tells(statement: Statement) -> frozenset[str]:
    """What the sentence tells the beginning of."""
    found = {_beginnings().get(stem(token, "en")) for token in tokens(statement.sentence.text)}
    return frozenset(name for name in found if name)


def _conflict(group: Sequence[Said[Moment]]) -> Conflict | None:
    sides = split_sides(group, same_moment)
    if len(sides) < 2:
        return None
    built = [ConflictSide(side[0][0].text, sources(s for _, s in side)) for side in sides]
    return Conflict(ConflictKind.DATE, "time of day", tuple(sorted(built, key=lambda side: side.value)))
