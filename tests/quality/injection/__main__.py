"""`python -m tests.quality.injection [--data DIR]`: the table for each language, own pairs where no folder is given."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.quality.injection.data import own_pairs, read_folder
from tests.quality.injection.kinds import Pair
from tests.quality.injection.plant import kinds, plant
from tests.quality.injection.report import flagged, measure, seen, table


def _missed(pairs: Sequence[Pair], kind: str, count: int, seed: int) -> str:
    failures = [failure for failure in plant(pairs, kind, count, seed) if not seen(failure)[0]]
    return "\n".join(f"  [{f.variant}] {f.good.source}\n      {f.output}" for f in failures)


def _false(pairs: Sequence[Pair], kind: str) -> str:
    found = ((pair, flagged(pair, pair.english).get(kind)) for pair in pairs)
    return "\n".join(f"  {detail}\n      {pair.source}\n      {pair.english}" for pair, detail in found if detail)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the tables; 2 where the folder has no pairs."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality.injection", description=__doc__)
    parser.add_argument("--data", type=Path, help="a folder of NAME.LANG beside NAME.en; own pairs where left out")
    parser.add_argument("--language", action="append", default=[], help="nb, nn, de; all that are there by default")
    parser.add_argument("--count", type=int, default=200, help="failures of each kind (200)")
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--kind", action="append", default=[], choices=kinds(), help="all by default")
    parser.add_argument("--variants", action="store_true", help="a line for each way a kind can happen")
    parser.add_argument("--show", choices=("missed", "false"), help="print the sentences behind the figures")
    given = parser.parse_args(arguments)
    data = read_folder(given.data) if given.data else own_pairs()
    chosen = {code: pairs for code, pairs in data.items() if not given.language or code in given.language}
    if not chosen:
        sys.stderr.write(f"no pairs for {given.language or 'any language'} in {given.data}; there are {sorted(data)}\n")
        return 2
    for code, pairs in chosen.items():
        rows = measure(pairs, given.count, only=given.kind, seed=given.seed)
        sys.stdout.write(f"{code}: {len(pairs)} good pairs\n{table(rows, variants=given.variants)}\n")
        for kind in given.kind or kinds():
            if given.show == "missed":
                sys.stdout.write(f"{kind} missed:\n{_missed(pairs, kind, given.count, given.seed)}\n")
            elif given.show == "false":
                sys.stdout.write(f"{kind} false:\n{_false(pairs, kind)}\n")
        sys.stdout.write("\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
