"""Floors of quality, each with the digest of the data that it was measured on.

    .venv/bin/python -m tests.quality.floors                    measure, and raise the floors that can be raised
    .venv/bin/python -m tests.quality.floors --reason "TEXT"    also lower those that no longer hold; TEXT is recorded

A floor stands `MARGINS` away from what was measured: int8 rounds differently from processor to processor. Where a
figure still holds its floor, the floor is never lowered.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FILE = HERE / "floors.toml"

MARGINS = {"chrf_raw": 1.0, "chrf_tidings": 1.0, "flags_per_1000": 20.0}
"""Figure -> how far from the measured value its floor is set."""
AT_MOST = frozenset({"flags_per_1000"})
"""Figures whose floor is a ceiling."""

Figures = Mapping[str, float]
Floors = dict[str, Any]


def load(path: Path = FILE) -> Floors:
    """The file's tables; empty where there is none."""
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def digest(path: Path) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def holds(name: str, value: float, floor: float) -> bool:
    """Whether a figure is no worse than its floor."""
    return value <= floor if name in AT_MOST else value >= floor


def renewed(old: Figures, measured: Figures) -> tuple[dict[str, float], dict[str, tuple[float, float]]]:
    """The new floors, and of those that are lowered the old and the new one."""
    out: dict[str, float] = {}
    lowered: dict[str, tuple[float, float]] = {}
    for name, value in sorted(measured.items()):
        away = value + MARGINS[name] if name in AT_MOST else value - MARGINS[name]
        new = round(away, 1)
        if name not in old:
            out[name] = new
        elif holds(name, value, old[name]):
            out[name] = (min if name in AT_MOST else max)(old[name], new)
        else:
            out[name] = new
            lowered[name] = (old[name], new)
    return out, lowered


def update(
    measured: Mapping[str, Mapping[str, Figures]], files: Mapping[str, Mapping[str, Path]], path: Path, reason: str = ""
) -> str:
    """Write the floors of `measured` (gate -> set -> figures) to `path`; what to say of it. Raises ValueError, and
    writes nothing, where a floor would be lowered without a reason.
    """
    old = load(path)
    history = list(old.get("lowered", []))
    tables: Floors = {name: dict(table) for name, table in old.items() if name != "lowered"}
    refused = []
    for gate, sets in measured.items():
        for name, figures in sets.items():
            before = old.get(gate, {}).get(name, {})
            floors, lowered = renewed({k: v for k, v in before.items() if k != "sha256"}, figures)
            tables.setdefault(gate, {})[name] = {"sha256": digest(files[gate][name]), **floors}
            for figure, (was, now) in lowered.items():
                refused.append(f"{gate} {name} {figure}: {figures[figure]:.1f} does not hold {was}")
                history.append({"floor": f"{gate}.{name}.{figure}", "was": was, "now": now, "reason": reason})
    if refused and not reason.strip():
        raise ValueError('a floor is lowered only with --reason "TEXT": ' + "; ".join(refused))
    path.write_text(_toml(tables, history), encoding="utf-8")
    return f"{len(refused)} lowered, the others kept or raised; {path}"


def _toml(tables: Floors, history: Sequence[Mapping[str, Any]]) -> str:
    lines = ["# Written by `python -m tests.quality.floors`; not by hand.", ""]
    for gate, sets in sorted(tables.items()):
        for name, figures in sorted(sets.items()):
            lines += [f"[{gate}.{name}]", *(f"{key} = {json.dumps(value)}" for key, value in figures.items()), ""]
    for entry in history:
        # A JSON string is a TOML string.
        lines += ["[[lowered]]", *(f"{k} = {json.dumps(v, ensure_ascii=False)}" for k, v in entry.items()), ""]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure every gate and rewrite the file; 1 where a floor would be lowered without a reason."""
    from tests.quality import test_translation as translation

    parser = argparse.ArgumentParser(prog="python -m tests.quality.floors", description="Rewrite floors.toml.")
    parser.add_argument("--reason", default="", help="why a floor may be lowered")
    reason = parser.parse_args(arguments).reason
    gates: dict[str, tuple[Callable[[], Mapping[str, Figures]], Mapping[str, Path]]] = {
        "translation": (translation.measure, translation.FILES)
    }
    measured = {name: measure() for name, (measure, _) in gates.items()}
    try:
        said = update(measured, {name: files for name, (_, files) in gates.items()}, FILE, reason)
    except ValueError as error:
        print(error, file=sys.stderr)  # noqa: T201 - a tool run by hand
        return 1
    print(said)  # noqa: T201
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
