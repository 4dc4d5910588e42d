"""Sides of a conflict: who says what, voices that may mean the same on one side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from service.domain import Source
from service.events.statements import Statement

T = TypeVar("T")
Said = tuple[T, Statement]


def same_groups(items: Iterable[Said[T]], same: Callable[[Said[T], Said[T]], bool]) -> list[list[Said[T]]]:
    """The items that speak of one thing together, each in the first group with all of which it does."""
    groups: list[list[Said[T]]] = []
    for item in items:
        home = next((g for g in groups if all(same(item, other) for other in g)), None)
        if home is None:
            groups.append([item])
        else:
            home.append(item)
    return groups


def split_sides(group: Iterable[Said[T]], agree: Callable[[T, T], bool]) -> list[list[Said[T]]]:
    """The sides of what is said of one thing; fewer than two where there is no conflict.

    A voice that gives several values (an update, a count by place) sides with those that give one of them. It must
    agree with every voice of a side: "at least 4" brings no 6 to a 4.
    """
    heard: dict[str, list[Said[T]]] = {}
    for item in group:
        heard.setdefault(item[1].voice, []).append(item)
    sides: list[list[list[Said[T]]]] = []
    for own in heard.values():
        home = next((s for s in sides if all(any(agree(x, y) for x, _ in own for y, _ in other) for other in s)), None)
        if home is None:
            sides.append([own])
        else:
            home.append(own)
    kept = [side for side in sides if any(_apart(side, other, agree) for other in sides if other is not side)]
    return [[item for own in side for item in own] for side in kept]


def _apart(one: Sequence[list[Said[T]]], two: Sequence[list[Said[T]]], agree: Callable[[T, T], bool]) -> bool:
    """Whether a voice of the one side agrees with none of a voice of the other."""
    return any(not any(agree(x, y) for x, _ in own for y, _ in other) for own in one for other in two)


def sources(statements: Iterable[Statement]) -> tuple[Source, ...]:
    """The sentences as sources, in order of document and place, without repeats."""
    seen: list[Source] = []
    for statement in sorted(statements, key=lambda s: (s.sentence.document_id, s.sentence.position)):
        if statement.sentence.source not in seen:
            seen.append(statement.sentence.source)
    return tuple(seen)
