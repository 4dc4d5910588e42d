"""What the checks of a translated segment cost: microseconds of CPU a segment, each check alone and all together.

    OMP_NUM_THREADS=1 .venv/bin/python -m tests.bench.bench_checks --texts ../shared/eval/translation --save /tmp/before.json
    OMP_NUM_THREADS=1 .venv/bin/python -m tests.bench.bench_checks --texts ../shared/eval/translation --against /tmp/before.json

Reads PREFIX.en beside PREFIX.nb, .nn and .de, a sentence a line. The second half of a set warms what is kept for a word;
the first half is measured, every text for the first time. `alone` finds all that a check needs anew, so the rows add up
to more than `all`, where checks share what they found.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from service.checks import _SEGMENT_CHECKS, check_segment
from service.checks.pair import TARGET, SegmentPair
from service.domain import Flag

CODES = ("nb", "nn", "de")
ROUNDS = 5
Check = Callable[[SegmentPair], tuple[Flag, ...]]


def read_pairs(folder: Path, code: str) -> list[tuple[str, str]]:
    """Original and English, for each line of the first set in the folder that has both."""
    path = next(iter(sorted(folder.glob(f"*.{code}"))))
    lines = path.read_text(encoding="utf-8").splitlines()
    return list(zip(lines, path.with_suffix(f".{TARGET}").read_text(encoding="utf-8").splitlines(), strict=True))


def measure(check: Check, texts: Iterable[tuple[str, str]], code: str, mark: int) -> float:
    """Microseconds of CPU a segment. Texts get `mark` spaces at their end, so that no cache of texts knows them."""
    pairs = [SegmentPair(source + " " * mark, output + " " * mark, code) for source, output in texts]
    start = time.process_time()
    for pair in pairs:
        check(pair)
    return (time.process_time() - start) / len(pairs) * 1e6


def table(folder: Path, code: str) -> dict[str, float]:
    """Check -> microseconds a segment, the median of ROUNDS; `all` is check_segment."""
    pairs = read_pairs(folder, code)
    half = len(pairs) // 2
    measure(check_segment, pairs, code, 1)
    checks: dict[str, Check] = {check.__module__.rpartition(".")[2]: check for check in _SEGMENT_CHECKS}
    checks["all"] = check_segment
    mark = 1
    times: dict[str, list[float]] = {name: [] for name in checks}
    for _ in range(ROUNDS):
        for name, check in checks.items():
            mark += 1
            times[name].append(measure(check, pairs[:half], code, mark))
    return {name: statistics.median(each) for name, each in times.items()}


def main() -> None:
    """Measure, and print beside an earlier run where there is one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, required=True, help="folder of PREFIX.nb, .nn, .de and .en")
    parser.add_argument("--save", type=Path, help="write the figures here (outside the repository)")
    parser.add_argument("--against", type=Path, help="an earlier run's figures")
    options = parser.parse_args()
    now = {code: table(options.texts, code) for code in CODES}
    before = json.loads(options.against.read_text(encoding="utf-8")) if options.against else {}
    columns = [f"{code} {when}" for code in CODES for when in (["before", "after"] if before else ["µs"])]
    lines = ["| check | " + " | ".join(columns) + " |", "|---" * (len(columns) + 1) + "|"]
    for name in now[CODES[0]]:
        cells = [f"{one[code][name]:,.0f}" for code in CODES for one in ([before, now] if before else [now])]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    sys.stdout.write("\n".join(lines) + "\n")
    if options.save:
        options.save.write_text(json.dumps(now), encoding="utf-8")


if __name__ == "__main__":
    main()
