"""Glossary files: what is read, and what is refused with the line and the value."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.errors import ConfigurationError, InvalidInputError
from service.translation.glossary import Glossary, chosen_glossary, glossary_names, load_named

EXAMPLES = Path(__file__).parents[2] / "examples" / "glossaries"
TERM = '[[terms]]\nsource = "Gericht"\ntarget = "court"\n'


@pytest.fixture
def load(tmp_path):
    def load(text: str, ending: str = ".toml") -> Glossary:
        path = tmp_path / f"g{ending}"
        path.write_text(text, encoding="utf-8")
        return Glossary.load(path)

    return load


def test_toml(load):
    glossary = load(
        'language_code = "de"\nprotected = ["NRK", "C++"]\n'
        + TERM
        + 'target_plural = "courts of law"\ninflection = "noun.neuter"\ncase_sensitive = true\n'
        + 'forms = { plural = ["Gerichtshöfe"] }\n'
        + '[[terms]]\nsource = "dom"\ntarget = "judgment"\nlanguage_code = "no"\nforms = ["dommen"]\n'
    )
    first, second = glossary.terms
    assert (first.language_code, first.inflection, first.case_sensitive) == ("de", "noun.neuter", True)
    assert (first.forms, first.targets) == ((("plural", "Gerichtshöfe"),), (("plural", "courts of law"),))
    assert (second.language_code, second.forms) == ("no", (("", "dommen"),))
    assert glossary.protected == ("NRK", "C++")


def test_tsv_with_and_without_a_first_line(load):
    plain = load("Gericht\tcourt\tde\tnoun.neuter\nNRK\t=\n", ".tsv")
    headed = load(
        "# a remark\ntarget\tsource\tinflection\tlanguage_code\ncourt\tGericht\tnoun.neuter\tde\n=\tNRK\n", ".tsv"
    )
    assert plain == headed
    assert plain.protected == ("NRK",)


def test_tsv_forms(load):
    (term,) = load("source\ttarget\tforms\nLandrat\tcommissioner\tplural: Landräte, Landrats\n", ".tsv").terms
    assert term.forms == (("plural", "Landräte"), ("", "Landrats"))


def test_a_byte_order_mark_and_windows_lines_are_read(load):
    assert load("\ufeffsource\ttarget\r\nGericht\tcourt\r\n", ".tsv").terms[0].target == "court"


@pytest.mark.parametrize(
    ("ending", "text", "parts"),
    [
        pytest.param(".toml", TERM + "\n" + TERM, ["line 5", "'Gericht'", "line 1"], id="twice"),
        pytest.param(".toml", TERM + 'inflection = "noun.big"\n', ["line 1", "noun.big", "noun.neuter"], id="class"),
        pytest.param(".toml", TERM + 'language_code = "xx"\n', ["line 1", "'xx'", "de"], id="language"),
        pytest.param(".toml", TERM + 'colour = "red"\n', ["line 1", "colour", "target_plural"], id="unknown key"),
        pytest.param(".toml", 'words = ["a"]\n', ["words", "terms"], id="unknown table"),
        pytest.param(".toml", "\n" + TERM + '[[terms]]\nsource = "Rat"\n', ["line 5", "`target`"], id="no target"),
        pytest.param(".toml", TERM + "case_sensitive = 1\n", ["line 1", "true or false"], id="no truth"),
        pytest.param(".toml", TERM + "forms = 3\n", ["line 1", "forms is 3"], id="no forms"),
        pytest.param(".toml", '[[terms]]\nsource = 3\ntarget = "x"\n', ["line 1", "source is 3"], id="no text"),
        pytest.param(".toml", f'[[terms]]\nsource = "{"x" * 201}"\ntarget = "x"\n', ["line 1", "201", "200"], id="too long"),
        pytest.param(".toml", '\nprotected = ["a", ""]\n', ["line 2", "empty"], id="an empty protected text"),
        pytest.param(".toml", 'protected = "NRK"\n', ["list"], id="protected is no list"),
        pytest.param(".toml", "terms = 3\n", ["[[terms]]"], id="terms are no tables"),
        pytest.param(".toml", "# nothing\n", ["neither a term nor"], id="nothing in it"),
        pytest.param(".toml", "[[terms]\n", ["not TOML", "line 1"], id="no TOML"),
        pytest.param(".tsv", "source\ttarget\nGericht\t\n", ["line 2", "no target"], id="TSV: no target"),
        pytest.param(".tsv", "source\ttarget\n\tcourt\n", ["line 2", "source is empty"], id="TSV: no source"),
        pytest.param(".tsv", "source\tenglish\na\tb\n", ["line 1", "english", "target"], id="TSV: unknown column"),
        pytest.param(".tsv", "source\tsource\ttarget\n", ["line 1", "twice"], id="TSV: a column twice"),
        pytest.param(".tsv", "source\ttarget\na\tb\tc\n", ["line 2", "3 columns"], id="TSV: too many columns"),
        pytest.param(".tsv", "source\ttarget\tcase_sensitive\na\tb\tmaybe\n", ["line 2", "maybe"], id="TSV: no truth"),
        pytest.param(".tsv", "a\tb\nc\td\nA\te\n", ["line 3", "line 1"], id="TSV: twice"),
        pytest.param(".tsv", "NRK\t=\nNRK\t=\n", ["line 2", "line 1"], id="TSV: protected twice"),
        pytest.param(".csv", "a,b\n", [".toml or .tsv"], id="another ending"),
    ],
)  # fmt: skip
def test_what_is_refused_says_where_and_why(load, ending, text, parts):
    with pytest.raises(InvalidInputError) as caught:
        load(text, ending)
    assert caught.value.reason == "INVALID_GLOSSARY"
    for part in [f"g{ending}", *parts]:
        assert part in caught.value.message


def test_not_utf_8_and_not_there(tmp_path):
    (tmp_path / "g.tsv").write_bytes("Gericht\tcourt é".encode("latin-1"))
    with pytest.raises(InvalidInputError, match="UTF-8"):
        Glossary.load(tmp_path / "g.tsv")
    with pytest.raises(InvalidInputError, match="can't be read") as caught:
        Glossary.load(tmp_path / "none.tsv")
    assert caught.value.reason == "NO_GLOSSARY"


@pytest.fixture
def folder(tmp_path):
    here = tmp_path / "glossaries"
    here.mkdir()
    (here / "court.tsv").write_text("Gericht\tcourt\n", encoding="utf-8")
    (here / "old courts.toml").write_text(TERM.replace("court", "tribunal"), encoding="utf-8")
    (tmp_path / "secret.tsv").write_text("a\tb\n", encoding="utf-8")
    return here


def test_by_name_the_first_wins(folder):
    assert glossary_names(folder) == ("court", "old courts")
    assert [t.target for t in load_named(["old courts", "court"], folder).terms] == ["tribunal"]
    assert glossary_names(folder / "none") == ()


@pytest.mark.parametrize(
    "name", ["../secret", "/etc/passwd", "sport", "", ".", "..", "court.tsv", "a/../court", "court\0"]
)
def test_a_name_that_is_not_there_or_is_a_path_is_refused_with_those_there_are(folder, name):
    with pytest.raises(InvalidInputError) as caught:
        load_named([name], folder)
    assert caught.value.reason == "UNKNOWN_GLOSSARY"
    assert "court, old courts" in caught.value.message
    assert str(folder) not in caught.value.message


def test_chosen_on_a_command_line(folder):
    chosen = chosen_glossary(["court", str(folder / "old courts.toml")], ["NRK", "NRK"], folder)
    assert ([t.target for t in chosen.terms], chosen.protected) == (["court"], ("NRK",))
    with pytest.raises(ConfigurationError, match="there are: court, old courts"):
        chosen_glossary(["sport"], [], folder)
    with pytest.raises(ConfigurationError, match="empty"):
        chosen_glossary([], [" "], folder)


@pytest.mark.parametrize("name", ["court.toml", "court.tsv"])
def test_the_examples_are_read(name):
    glossary = Glossary.load(EXAMPLES / name)
    assert "Kystavisen" in glossary.protected
    assert [u.source for u in glossary.uses("Die Staatsanwälte am Landgericht", "de", "")] == [
        "Staatsanwälte",
        "Landgericht",
    ]
