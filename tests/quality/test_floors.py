"""The tool that keeps floors: it raises by itself and lowers only with a reason."""

from __future__ import annotations

import pytest

from tests.quality.floors import FILE, holds, load, update


@pytest.fixture
def data(tmp_path):
    path = tmp_path / "nb.tsv"
    path.write_text("a\tb\tc\n", encoding="utf-8")
    return {"translation": {"nb": path}}


def written(tmp_path, data, reason="", **figures):
    return update({"translation": {"nb": figures}}, data, tmp_path / "floors.toml", reason)


def floors(tmp_path):
    return load(tmp_path / "floors.toml")["translation"]["nb"]


def test_a_first_floor_stands_a_margin_away_with_the_digest_of_its_data(tmp_path, data):
    written(tmp_path, data, chrf_tidings=52.34, flags_per_1000=31.25)
    found = floors(tmp_path)
    assert (found["chrf_tidings"], found["flags_per_1000"]) == (51.3, 51.2), "a ceiling lies above"
    assert len(found["sha256"]) == 64


def test_better_figures_raise_it_and_worse_ones_that_hold_leave_it(tmp_path, data):
    written(tmp_path, data, chrf_tidings=50.0, flags_per_1000=40.0)
    written(tmp_path, data, chrf_tidings=55.0, flags_per_1000=10.0)
    assert floors(tmp_path)["chrf_tidings"] == 54.0
    assert floors(tmp_path)["flags_per_1000"] == 30.0
    written(tmp_path, data, chrf_tidings=54.2, flags_per_1000=29.0)
    assert floors(tmp_path)["chrf_tidings"] == 54.0
    assert floors(tmp_path)["flags_per_1000"] == 30.0


def test_lowering_is_refused_without_a_reason_and_nothing_is_written(tmp_path, data):
    written(tmp_path, data, chrf_tidings=50.0, flags_per_1000=40.0)
    before = (tmp_path / "floors.toml").read_bytes()
    with pytest.raises(ValueError, match=r"--reason .*translation nb chrf_tidings: 48.0 does not hold 49.0"):
        written(tmp_path, data, chrf_tidings=48.0, flags_per_1000=40.0)
    with pytest.raises(ValueError, match=r"flags_per_1000: 90.0 does not hold 60.0"):
        written(tmp_path, data, reason=" ", chrf_tidings=50.0, flags_per_1000=90.0)
    assert (tmp_path / "floors.toml").read_bytes() == before


def test_a_reason_is_recorded_beside_what_it_lowered_and_stays(tmp_path, data):
    written(tmp_path, data, chrf_tidings=50.0)
    said = written(tmp_path, data, reason='a smaller model, "nano"', chrf_tidings=40.0)
    assert said.startswith("1 lowered")
    written(tmp_path, data, chrf_tidings=45.0)
    assert load(tmp_path / "floors.toml")["lowered"] == [
        {"floor": "translation.nb.chrf_tidings", "was": 49.0, "now": 39.0, "reason": 'a smaller model, "nano"'}
    ]
    assert floors(tmp_path)["chrf_tidings"] == 44.0


def test_equal_is_not_worse():
    assert holds("chrf_raw", 1.0, 1.0)
    assert holds("flags_per_1000", 1.0, 1.0)
    assert not holds("flags_per_1000", 1.1, 1.0)


def test_the_committed_file_is_as_the_tool_writes_it():
    text = FILE.read_text(encoding="utf-8")
    assert text.startswith("# Written by")
    assert all(entry["reason"].strip() for entry in load().get("lowered", []))
