"""`make quality` writes what docs/quality.md is made of, and says what it skips."""

from __future__ import annotations

import json

from tests.quality import full


def test_a_report_and_its_table_are_written(tmp_path, capsys):
    assert full.main(["segmentation"], out=tmp_path / "new", limit=5) == 0
    report = json.loads((tmp_path / "new" / "segmentation.json").read_text(encoding="utf-8"))
    assert sorted(report["data"]["files"]) == ["de.txt", "en.txt", "nb.txt", "nn.txt"]
    table = (tmp_path / "new" / "segmentation.md").read_text(encoding="utf-8")
    assert table.startswith("| set |")
    assert table in capsys.readouterr().out


def test_absent_data_is_skipped_in_a_sentence(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(full, "SHARED", tmp_path / "nowhere")
    assert full.main(["translation"], out=tmp_path / "out") == 0
    assert "translation is skipped: its data is not in the repository and not at" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_an_unknown_name_is_refused(capsys):
    assert full.main(["speed"]) == 2
    assert "there are translation, detection" in capsys.readouterr().err
