"""Glossary messages and names of a request: what is read, what is refused under which field."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.errors import InvalidInputError
from service.rpc.glossary import MAX_NAMES, glossary_of
from tests.rpc.conftest import SETTINGS
from tidings.v1 import newsroom_pb2 as pb

TERM = {"source": "Gericht", "target": "court"}


@pytest.fixture
def settings(tmp_path):
    (tmp_path / "court.tsv").write_text("Gericht\ttribunal\tde\nRat\tcouncil\tde\n", encoding="utf-8")
    (tmp_path / "broken.tsv").write_text("Gericht\t\n", encoding="utf-8")
    return replace(SETTINGS, glossary_dir=tmp_path)


def message(*terms, protected=()):
    return pb.Glossary(terms=[pb.GlossaryTerm(**term) for term in terms], protected=protected)


def test_nothing_is_none(settings):
    assert glossary_of(message(), [], settings) is None


def test_terms_of_the_request_win_over_those_of_a_name(settings):
    full = {**TERM, "language_code": "de", "inflection": "noun.neuter", "case_sensitive": True}
    glossary = glossary_of(message({**TERM, "language_code": "de"}, protected=["NRK"]), ["court"], settings)
    assert [(t.source, t.target) for t in glossary.terms] == [("Gericht", "court"), ("Rat", "council")]
    assert glossary.protected == ("NRK",)
    (term,) = glossary_of(message(full), [], settings).terms
    assert (term.language_code, term.inflection, term.case_sensitive) == ("de", "noun.neuter", True)


@pytest.mark.parametrize(
    ("terms", "protected", "names", "field", "reason"),
    [
        pytest.param([TERM, {"target": "x"}], [], [], "glossary.terms[1].source", "INVALID_GLOSSARY", id="no source"),
        pytest.param([{"source": "x"}], [], [], "glossary.terms[0].target", "INVALID_GLOSSARY", id="no target"),
        pytest.param([{**TERM, "source": "x" * 201}], [], [], "glossary.terms[0].source", "INVALID_GLOSSARY", id="too long"),
        pytest.param([{**TERM, "inflection": "big"}], [], [], "glossary.terms[0].inflection", "INVALID_GLOSSARY", id="class"),
        pytest.param([{**TERM, "language_code": "xx"}], [], [], "glossary.terms[0].language_code", "INVALID_GLOSSARY", id="code"),
        pytest.param([TERM, TERM], [], [], "glossary.source", "INVALID_GLOSSARY", id="twice"),
        pytest.param([], ["a", ""], [], "glossary.protected[1]", "INVALID_GLOSSARY", id="an empty span"),
        pytest.param([], ["x" * 201], [], "glossary.protected[0]", "INVALID_GLOSSARY", id="a span too long"),
        pytest.param([], ["a"] * 10_001, [], "glossary.protected", "INVALID_GLOSSARY", id="too many spans"),
        pytest.param([], [], ["court", "sport"], "glossary_names[1]", "UNKNOWN_GLOSSARY", id="unknown name"),
        pytest.param([], [], ["../court"], "glossary_names[0]", "UNKNOWN_GLOSSARY", id="a path"),
        pytest.param([], [], ["broken"], "glossary_names[0]", "INVALID_GLOSSARY", id="a broken file"),
        pytest.param([], [], ["court"] * (MAX_NAMES + 1), "glossary_names", "INVALID_GLOSSARY", id="too many names"),
    ],
)  # fmt: skip
def test_refused_under_its_field(settings, tmp_path, *, terms, protected, names, field, reason):
    with pytest.raises(InvalidInputError) as caught:
        glossary_of(message(*terms, protected=protected), names, settings)
    assert (caught.value.field, caught.value.reason, caught.value.stage) == (field, reason, "read")
    assert str(tmp_path) not in caught.value.message, "a client learns no path of the server"
