"""`python -m tests.quality.conflicts tuned|kept [--failures]`: the figures, by class, and what failed."""

from __future__ import annotations

import argparse

from tests.quality.conflicts.data import HALVES
from tests.quality.conflicts.measure import measure


def main() -> None:
    """Print one half's figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality.conflicts", description=__doc__)
    parser.add_argument("half", choices=HALVES)
    parser.add_argument("--failures", action="store_true", help="also list what was missed and what is false")
    options = parser.parse_args()
    report = measure(options.half)
    lines = [report.line()]
    lines += [f"  {label:14} {report.found[label]} of {n}" for label, n in sorted(report.planted.items())]
    if options.failures:
        lines += [*report.failures, *report.agreed_wrongly]
    print("\n".join(lines))  # noqa: T201 - a tool run by hand


if __name__ == "__main__":
    main()
