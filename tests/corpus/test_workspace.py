"""OUT/.work: what is put stays, one run at a time, damage is no end."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from service.corpus.workspace import Workspace
from service.errors import ConfigurationError

ROOT = Path(__file__).resolve().parents[2]


def test_what_is_put_is_there_for_the_next_run(tmp_path):
    with Workspace(tmp_path / "out") as work:
        work.put("a", {"text": "Tromsø", "list": [1, None]})
    with Workspace(tmp_path / "out") as work:
        assert work.get("a") == {"text": "Tromsø", "list": [1, None]}
        assert work.get("b") is None


def test_it_survives_a_kill_without_closing(tmp_path):
    script = (
        "import os, sys\nfrom pathlib import Path\nfrom service.corpus.workspace import Workspace\n"
        f"w = Workspace(Path({str(tmp_path)!r}))\nfor n in range(50): w.put(str(n), {{'n': n}})\nos.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False)
    with Workspace(tmp_path) as work:
        assert [work.get(str(n)) for n in range(50)] == [{"n": n} for n in range(50)]


def test_a_second_run_into_the_same_folder_is_refused(tmp_path):
    with Workspace(tmp_path):
        with pytest.raises(ConfigurationError, match="another run is writing") as caught:
            Workspace(tmp_path)
        assert caught.value.reason == "OUT_IN_USE"
    with Workspace(tmp_path):
        pass


def test_only_what_is_wanted_is_kept(tmp_path):
    with Workspace(tmp_path) as work:
        for number in range(10):
            work.put(str(number), {"n": number})
        work.keep_only(["3", "7", "none"])
        assert [n for n in range(10) if work.get(str(n))] == [3, 7]
        work.keep_only(["7"])
        assert [n for n in range(10) if work.get(str(n))] == [7]


def test_a_damaged_file_is_moved_aside_and_the_run_begins_anew(tmp_path):
    with Workspace(tmp_path) as work:
        work.put("a", {"n": 1})
        file = next(work.folder.glob("*.sqlite3"))
    file.write_bytes(b"rubbish " * 1000)
    with Workspace(tmp_path) as work:
        assert work.get("a") is None
        work.put("a", {"n": 2})
        assert work.get("a") == {"n": 2}


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigurationError) as caught:
        Workspace(tmp_path / "file")
    assert caught.value.reason == "INVALID_OUT"
    assert str(tmp_path / "file") in caught.value.message
