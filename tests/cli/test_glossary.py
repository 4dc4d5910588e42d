"""--glossary and --protect, and the glossaries of the configuration: what a command gets, what it refuses."""

from __future__ import annotations

import pytest

from service.cli import main
from service.cli.options import Common
from service.config import Settings
from service.errors import ConfigurationError


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "court.tsv").write_text("Gericht\tcourt\tde\n", encoding="utf-8")
    (tmp_path / "house.toml").write_text('protected = ["Kystavisen"]\n', encoding="utf-8")
    return tmp_path


def test_options_come_before_the_configuration(folder):
    (folder / "mine.tsv").write_text("Gericht\ttribunal\tde\n", encoding="utf-8")
    settings = Settings(glossary_dir=folder, glossaries=("court", "house"))
    glossary = Common(glossary_names=(str(folder / "mine.tsv"),), protect=("NRK",)).glossary(settings)
    assert [t.target for t in glossary.terms] == ["tribunal"]
    assert glossary.protected == ("NRK", "Kystavisen")


def test_without_any_there_is_none(folder):
    assert not Common().glossary(Settings(glossary_dir=folder))


def test_settings_name_glossaries_in_a_file_and_in_the_environment(folder):
    config = folder / "tidings.toml"
    config.write_text(f'glossary_dir = "{folder}"\nglossaries = ["court", "house"]\n', encoding="utf-8")
    assert Settings.load(config).glossaries == ("court", "house")
    assert Settings.load(environ={"TIDINGS_GLOSSARIES": "court, house,"}).glossaries == ("court", "house")
    config.write_text("glossaries = 3\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="glossaries is 3"):
        Settings.load(config)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--glossary", "sport"], ["'sport'", "court, house"]),
        (["--glossary", "{folder}/none.tsv"], ["none.tsv", "can't be read"]),
        (["--glossary", "{folder}/bad.tsv"], ["bad.tsv", "line 1", "no target"]),
        (["--protect", ""], ["empty"]),
    ],
)
@pytest.mark.parametrize("command", ["translate", "summarize", "corpus"])
def test_a_bad_glossary_ends_the_command_before_any_work(folder, monkeypatch, capfd, *, command, arguments, said):
    monkeypatch.setenv("TIDINGS_GLOSSARY_DIR", str(folder))
    monkeypatch.setattr("service.pipeline.Newsroom.open", lambda *_, **__: pytest.fail("a model was loaded"))
    (folder / "bad.tsv").write_text("Gericht\t\n", encoding="utf-8")
    (folder / "a").mkdir()
    (folder / "a" / "a.txt").write_text("Das Gericht tagt.", encoding="utf-8")
    source = [str(folder / "a"), "--out", str(folder / "out")] if command == "corpus" else [str(folder / "a" / "a.txt")]
    assert main([command, *source, *(a.format(folder=folder) for a in arguments)]) == 2
    err = capfd.readouterr().err
    for part in said:
        assert part in err
