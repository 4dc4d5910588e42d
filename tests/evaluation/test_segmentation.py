"""Boundaries found and missed, whichever library puts the space where."""

from __future__ import annotations

import sys
import types

import pytest

from service.errors import ConfigurationError
from service.evaluation import evaluate
from service.evaluation.segmentation import boundaries
from service.evaluation.segmenters import segmenters
from tests.evaluation.conftest import value

CASES = "Hun kom kl. 12.30. ¦ Alle var der.\n\nIngen sa noe.\nTittel⏎¦Han gikk.¦Hun ble.\n"


@pytest.mark.parametrize(
    ("why", "pieces", "ends"),
    [
        ("white space is nobody's", ["Ja. ", "Nei."], {3}),
        ("or the next piece's", ["Ja.", " Nei."], {3}),
        ("one piece has no boundary", ["Ja. Nei."], set()),
        ("empty pieces make none", ["", "Ja.", " ", "Nei.", ""], {3}),
        ("the last end is no boundary", ["a", "b", "c"], {1, 2}),
    ],
)
def test_boundaries(why, pieces, ends):
    assert boundaries(pieces) == ends, why


def test_tidings_beside_libraries(folder, context, said, monkeypatch):
    """A library that splits at every full stop finds all five, and one too many."""
    fake = types.ModuleType("blingfire")
    fake.text_to_sentences = lambda text: text.replace(". ", ".\n")
    monkeypatch.setitem(sys.modules, "blingfire", fake)
    for name in ("syntok.segmenter", "sentencex", "pysbd", "spacy"):
        monkeypatch.setitem(sys.modules, name, None)
    report = evaluate("segmentation", context(folder("nb.txt", CASES)))
    assert value(report, "boundary_f1", set="nb", language_code="nb") == 1.0
    # right: after 12.30.; found: after kl. too; wanted: three
    assert value(report, "boundary_f1", "blingfire", set="nb") == pytest.approx(2 * 1 / (2 + 3))
    assert value(report, "boundary_f1", "blingfire", language_code="all") == pytest.approx(2 / 5)
    assert {row.n for row in report.rows} == {3}
    assert [s.split()[0] for s in said] == ["syntok", "sentencex", "pysbd", "spacy"]


def test_installed_libraries_take_every_language():
    for segmenter in segmenters(lambda _: None):
        for code in ("nb", "nn", "de", "en"):
            pieces = segmenter.segment("Dette er en prøve. Den er kort.", code)
            assert "".join("".join(pieces).split()) == "Detteerenprøve.Denerkort.", segmenter.name


def test_no_cases_are_refused(folder, context):
    where = folder("readme.md", "x")
    with pytest.raises(ConfigurationError, match=r"no LANG.txt"):
        evaluate("segmentation", context(where))
    with pytest.raises(ConfigurationError, match=r"nb.txt holds no cases"):
        evaluate("segmentation", context(folder("nb.txt", "\n\n")))
