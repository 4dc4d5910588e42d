"""A report as a table: one line a set, language and metric, one column a system, the best in bold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.evaluation.shape import METRICS, TIDINGS, Metric, Row

_UNKNOWN = Metric("", 3, None)


@dataclass(frozen=True)
class Cell:
    """One figure as text; `best` where no other system's is better (and there is another)."""

    text: str
    best: bool


@dataclass(frozen=True)
class Line:
    """`figures` stand in the order of the table's systems, an empty one where a system has no such figure."""

    set: str
    language: str
    metric: str
    unit: str
    figures: tuple[Cell, ...]
    n: str


def table(rows: Sequence[Row]) -> tuple[tuple[str, ...], list[Line]]:
    """The systems, Tidings first, and the lines in the order of the rows."""
    systems = tuple(sorted(dict.fromkeys(row.system for row in rows), key=lambda system: system != TIDINGS))
    groups: dict[tuple[str, str, str], dict[str, Row]] = {}
    order = {metric: place for place, metric in enumerate(METRICS)}
    for row in sorted(rows, key=lambda row: order.get(row.metric, len(order))):
        groups.setdefault((row.set, row.language_code or "", row.metric), {})[row.system] = row
    sets = list(dict.fromkeys(row.set for row in rows))
    keys = sorted(groups, key=lambda key: (sets.index(key[0]), order.get(key[2], len(order)), _place(key[1])))
    return systems, [_line(key, groups[key], systems) for key in keys]


def _place(language: str) -> tuple[bool, str]:
    return language == "all", language


def _line(key: tuple[str, str, str], by_system: Mapping[str, Row], systems: Sequence[str]) -> Line:
    set_name, language, name = key
    metric = METRICS.get(name, _UNKNOWN)
    shown = {system: f"{row.value:.{metric.digits}f}" for system, row in by_system.items()}
    best: str | None = None
    if metric.more_is_better is not None and len(by_system) > 1:
        top = (max if metric.more_is_better else min)(by_system.values(), key=lambda row: row.value)
        best = shown[top.system]
    figures = tuple(Cell(shown.get(s, ""), best is not None and shown.get(s) == best) for s in systems)
    counts = sorted({row.n for row in by_system.values()})
    return Line(set_name, language, name, metric.unit, figures, "–".join(f"{n:,}" for n in counts))


def markdown(rows: Sequence[Row]) -> str:
    """The table as Markdown, the best figure of a line in bold."""
    systems, lines = table(rows)
    header = ("set", "language", "metric", "unit", *systems, "n")
    out = [f"| {' | '.join(header)} |", "|" + "---|" * len(header)]
    for line in lines:
        figures = [f"**{cell.text}**" if cell.best else cell.text for cell in line.figures]
        cells = (line.set, line.language, f"`{line.metric}`", line.unit, *figures, line.n)
        out.append(f"| {' | '.join(cells)} |")
    return "\n".join(out) + "\n"
