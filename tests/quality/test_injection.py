"""What the checks see of failures planted into our own pairs, with floors; and that the planter knows nothing of them."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.quality.injection import __main__ as command
from tests.quality.injection.data import own_pairs, read_folder
from tests.quality.injection.kinds import VARIANTS, Pair
from tests.quality.injection.plant import kinds, plant
from tests.quality.injection.report import measure, seen

_FOLDER = Path(__file__).parent / "injection"
#: Failures of each kind that are planted here; `python -m tests.quality.injection` plants 200.
COUNT = 60
#: Kind -> least n, recall and precision. Measured 2026-11 at COUNT 80, less what five unlucky draws take.
FLOORS = {
    "DATE": (60, 0.93, 0.97),
    "QUOTE": (60, 0.95, 0.97),
    "PROTECTED": (60, 1.0, 1.0),
    "NAME": (60, 0.92, 0.97),
    "NUMBER": (60, 0.97, 0.97),
    "UNIT": (40, 0.93, 0.97),
    "NEGATION": (40, 0.88, 0.97),
    "ECHO": (60, 0.9, 0.97),
    "LOOP": (60, 0.97, 0.97),
    "TRUNCATED": (60, 0.6, 0.97),
    "ADDED": (60, 0.6, 0.97),
}
#: Kinds that a check of values cannot see; they are measured, and a gain is welcome.
UNSEEN = {"NUMBER ORDER", "NAME ROLES", "QUOTE WORDS"}
#: The hedge sets of tests/quality/hedges hold that check; here it is only measured.
ELSEWHERE = {"HEDGE"}
PAIRS = own_pairs()


@pytest.mark.parametrize("code", ["nb", "de"])
def test_the_checks_hold_their_floors(code: str) -> None:
    rows = measure(PAIRS[code], COUNT, only=FLOORS)
    short = [
        f"{kind}: n {row.n}, recall {row.recall:.3f}, precision {row.precision:.3f}; floors {FLOORS[kind]}"
        for kind, (row, *_) in rows.items()
        if (row.n, row.recall, row.precision) < FLOORS[kind]
        or row.recall < FLOORS[kind][1]
        or row.precision < FLOORS[kind][2]
    ]
    assert not short


def test_every_kind_has_a_floor_or_a_reason_for_none() -> None:
    assert set(kinds()) == FLOORS.keys() | UNSEEN | ELSEWHERE


@pytest.mark.parametrize("code", ["nb", "de"])
def test_our_pairs_are_enough_and_each_has_values(code: str) -> None:
    assert len(PAIRS[code]) >= 80
    assert len({pair.source for pair in PAIRS[code]}) == len(PAIRS[code])
    assert sum(any(c.isdigit() for c in pair.english) for pair in PAIRS[code]) >= 60


def test_the_planter_shares_no_code_with_the_checks() -> None:
    modules = [path for path in _FOLDER.glob("*.py") if path.stem != "report"]
    imported = {
        name
        for path in modules
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert len(modules) >= 8
    assert not {name for name in imported if name.split(".")[0] in {"service", "models", "tidings"}}


@pytest.mark.parametrize("kind", kinds())
def test_a_planted_failure_changes_the_output_and_is_drawn_the_same_twice(kind: str) -> None:
    planted = plant(PAIRS["nb"], kind, 20)
    assert planted
    assert planted == plant(PAIRS["nb"], kind, 20)
    assert all(failure.output != failure.good.english for failure in planted)
    assert {failure.variant for failure in planted} <= {v.name for v in VARIANTS if v.kind == kind}


def test_a_failure_that_the_good_pair_has_too_is_not_seen() -> None:
    """Only what the planting brought counts: this pair has a wrong number before anything is planted."""
    pair = Pair("Det kom 40 gjester på fredag.", "nb", "There were 50 guests on Friday.")
    for failure in plant([pair], "DATE", 5):
        assert seen(failure)[0] == ("Friday" not in failure.output)


def test_the_command_prints_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.nb").write_text("Broen kostet 3 millioner kroner i mai.\n", encoding="utf-8")
    (tmp_path / "mine.en").write_text("The bridge cost 3 million kroner in May.\n", encoding="utf-8")
    assert list(read_folder(tmp_path)) == ["nb"]
    assert command.main(["--data", str(tmp_path), "--kind", "NUMBER", "--variants"]) == 0
    out = capsys.readouterr().out
    assert "nb: 1 good pairs" in out
    assert "another scale" in out


def test_a_folder_without_the_language_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--data", str(tmp_path), "--language", "de"]) == 2
    assert "no pairs for ['de']" in capsys.readouterr().err
