"""Where the bundled model's attention puts an element, on sentences of our own, against a guess by position.

The rules were made with html_placement.tsv in sight, all of it; the sentences that were kept back came after them.
"""

from __future__ import annotations

import pytest

from models import ModelRepository, open_engine
from models.base import Engine, Link
from service.translation.html.elements import structure
from service.translation.html.place import place
from service.translation.html.render import render
from service.translation.html.stretch import Piece
from service.translation.html.tokens import tokenize
from service.translation.html.units import find_units
from service.translation.html.weights import pair_up
from tests.translation.placement import Case, cases

#: Placements that must be right, of all: what was measured, less two sentences for another CPU's int8.
FLOORS = {"html_placement": 80, "html_placement_kept_back": 18}
#: At most so many are right by position alone: else the sentences tell nothing.
GUESSED = 0.45


@pytest.fixture(scope="module")
def engine(request: pytest.FixtureRequest) -> Engine:
    from pathlib import Path

    assert request.config.cache is not None
    repository = ModelRepository(Path(request.config.cache.mkdir("tidings-models")))
    return open_engine(repository.spec("tidings-mt-small"), repository)


def right(case: Case, links: tuple[Link, ...]) -> bool:
    tokens = tokenize(case.html)
    unit = find_units(tokens, structure(tokens))[0]
    pair = pair_up(case.original, case.english, links)
    return case.holds(render(case.english, place(unit, case.english, [Piece(0, 0, pair)])))


@pytest.mark.parametrize("name", FLOORS)
def test_attention_puts_an_element_around_the_right_words(engine: Engine, name: str):
    given = cases(name)
    aligned = engine.align([case.original for case in given], [case.english for case in given])
    wrong = [case.html for case, links in zip(given, aligned, strict=True) if not right(case, links)]
    assert len(given) - len(wrong) >= FLOORS[name], wrong
    guessed = sum(right(case, ()) for case in given)
    assert guessed / len(given) <= GUESSED
