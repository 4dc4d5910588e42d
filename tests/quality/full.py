"""The full development sets through `tidings evaluate`: `make quality`.

Writes build/quality/NAME.json and NAME.md (the table as docs/quality.md has it) and prints the tables. Names on the
command line choose evaluations. The data is third-party and not in the repository; where it is absent, says so.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from service.config import Settings
from service.corpus.records import dumps
from service.evaluation import EVALUATIONS, Context, evaluate
from service.evaluation.table import markdown
from tests.conftest import SHARED

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "build" / "quality"


def folder(name: str) -> Path:
    """Where the data of an evaluation lies; the golden files of segmentation are our own."""
    return ROOT / "tests" / "golden" if name == "segmentation" else SHARED / "eval" / name


def main(names: Sequence[str] = (), *, out: Path = OUT, limit: int | None = None) -> int:
    """Measure each of `names` (all of them where none is named); 2 for a name that is no evaluation."""
    unknown = [name for name in names if name not in EVALUATIONS]
    if unknown:
        _say(f"there is no evaluation {unknown[0]!r}; there are {', '.join(EVALUATIONS)}", error=True)
        return 2
    for name in names or EVALUATIONS:
        data = folder(name)
        if not data.is_dir():
            _say(f"{name} is skipped: its data is not in the repository and not at {data}", error=True)
            continue
        started = time.perf_counter()
        report = evaluate(name, Context(data, Settings.load(), limit=limit, say=lambda text: _say(text, error=True)))
        out.mkdir(parents=True, exist_ok=True)
        (out / f"{name}.json").write_text(dumps(report.record()) + "\n", encoding="utf-8")
        text = markdown(report.rows)
        (out / f"{name}.md").write_text(text, encoding="utf-8")
        _say(f"\n{name} ({time.perf_counter() - started:.0f} s)\n\n{text}")
    return 0


def _say(text: str, *, error: bool = False) -> None:
    print(text, file=sys.stderr if error else sys.stdout, flush=True)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
