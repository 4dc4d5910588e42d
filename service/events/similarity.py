"""How alike two articles are: the dot product of their vectors, adjusted by whether their settings agree."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from service.events.profile import Profile
from service.events.setting import Setting
from service.events.vectors import Vector

MOST_FACTOR = 1.25
"""No agreement of settings makes two articles more alike than this many times their vectors' similarity."""
NEAR_DAYS = 3
"""Articles published so close together may well speak of different days of the same happening."""
LEAST_ADJUSTED = 0.1
"""Vectors less alike than this are apart whatever their settings."""
WEEK, MONTHS = 10, 60
"""Days between two articles that make it doubtful, and unlikely, that they tell the same happening."""
STRONG_PLACE, WEAK_PLACE = 0.8, 0.4
"""Weights of a place (1: an article's strongest) that make it the place of the happening, and that do not."""
FACTORS = {
    "same_day": 1.2,
    "other_day": 0.6,
    "other_date": 0.7,
    "weeks_apart": 0.85,
    "months_apart": 0.7,
    "other_place": 0.75,
    "other_people": 0.85,
    "other_person_first": 0.75,
    "other_tense": 0.95,
    "announced": 0.4,
}
"""What a similarity is multiplied by where the settings stand so to each other."""
Matrix = NDArray[np.float64]


def similarity(a: Profile, b: Profile) -> float:
    """How alike two articles are, 0..1.25, settings included; the same whatever has been compared before, and symmetric."""
    few, many = sorted((a.vector, b.vector), key=len)
    # fsum rounds once, so that the order of the terms does not show in the last bit.
    value = math.fsum(weight * many[term] for term, weight in few.items() if term in many)
    return value * setting_factor(a.setting, b.setting) if value >= LEAST_ADJUSTED else value


def similarity_matrix(profiles: Sequence[Profile]) -> Matrix:
    """Similarities of all pairs, settings included where they can matter; the diagonal is 1."""
    matrix = np.stack(list(_dot_rows([profile.vector for profile in profiles])))
    matrix = (matrix + matrix.T) / 2
    for i, one in enumerate(profiles):
        for j in np.flatnonzero(matrix[i, :i] >= LEAST_ADJUSTED):
            factor = setting_factor(one.setting, profiles[int(j)].setting)
            matrix[i, j] = matrix[j, i] = matrix[i, j] * factor
    np.fill_diagonal(matrix, 1.0)
    return matrix


def _dot_rows(vectors: Sequence[Vector]) -> Iterator[NDArray[np.float64]]:
    """For each vector its dot products with all of them, by an inverted index."""
    holders: dict[str, list[int]] = {}
    values: dict[str, list[float]] = {}
    for number, vector in enumerate(vectors):
        for term, value in vector.items():
            holders.setdefault(term, []).append(number)
            values.setdefault(term, []).append(value)
    postings = {
        term: (np.array(rows, dtype=np.intp), np.array(values[term])) for term, rows in holders.items() if len(rows) > 1
    }
    for vector in vectors:
        out = np.zeros(len(vectors))
        for term, value in vector.items():
            posting = postings.get(term)
            if posting is not None:
                out[posting[0]] += value * posting[1]
        yield out


def setting_factor(a: Setting, b: Setting) -> float:
    """What the settings make of a similarity: below 1 where they contradict each other, above where they agree."""
    factor = 1.0
    for part, value in setting_relations(a, b).items():
        factor *= FACTORS[part] if value is True else 1.0
    return min(MOST_FACTOR, factor)


def setting_relations(a: Setting, b: Setting) -> dict[str, bool]:
    """Which of FACTORS hold between two settings."""
    gap = min((abs((one - other).days) for one in a.around for other in b.around), default=None)
    same_day = _share(a.main_days, b.days) or _share(a.days, b.main_days) or _share(a.days, b.days)
    if not same_day and bool(a.main_days) != bool(b.main_days):
        same_day = (
            (gap is not None and gap <= 1)
            or _share(a.main_days, b.near_published)
            or _share(b.main_days, a.near_published)
        )
    return {
        "same_day": same_day,
        "other_day": not same_day and bool(a.main_days and b.main_days) and (gap is None or gap > NEAR_DAYS),
        "other_date": not same_day and _dated(a) and _dated(b) and gap is not None and gap > NEAR_DAYS,
        "weeks_apart": not same_day and gap is not None and WEEK < gap <= MONTHS,
        "months_apart": not same_day and gap is not None and gap > MONTHS,
        "other_place": _elsewhere(a, b) and _elsewhere(b, a),
        "other_people": _strangers(a.people, b) and _strangers(b.people, a),
        "other_person_first": _strangers(a.first_people, b) and _strangers(b.first_people, a),
        "other_tense": not same_day and a.planned != b.planned,
        "announced": not same_day and (_announces(a, b) or _announces(b, a)),
    }


def _announces(a: Setting, b: Setting) -> bool:
    """Whether the one announces something for a day, and the other tells of what has happened."""
    return a.planned and bool(a.main_days) and not b.planned


def _strangers(people: frozenset[str], other: Setting) -> bool:
    """Whether the opening of one article names somebody whom the other never does."""
    return any(person not in other.capitals for person in people)


def _elsewhere(a: Setting, b: Setting) -> bool:
    """Whether the strongest places of the one hardly occur as places in the other, which has some."""
    strongest = [place for place, weight in a.places.items() if weight >= STRONG_PLACE]
    return bool(b.places and strongest) and all(b.places.get(place, 0.0) < WEAK_PLACE for place in strongest)


def _dated(setting: Setting) -> bool:
    """Whether the opening names a day with its year."""
    return any(not day.startswith("X") for day in setting.main_days)


def _share(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether they name the same day; one without its year is the same day in any year."""
    if a & b:
        return True
    bare = {day[5:] for day in a if day.startswith("X")} & {day[5:] for day in b}
    return bool(bare or {day[5:] for day in b if day.startswith("X")} & {day[5:] for day in a})
