"""What an evaluation is given and what it gives: Context, Row, Report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from service.config import Settings

ALL = "all"
"""The language code of a mean over languages."""

TIDINGS = "tidings"
"""The system that is Tidings itself, in its shipped setting."""


@dataclass(frozen=True)
class Metric:
    """How a figure is read: its unit in a table, its decimals there, and whether more is better (None: neither)."""

    unit: str
    digits: int
    more_is_better: bool | None


METRICS: Mapping[str, Metric] = {
    "chrf": Metric("0–100", 1, True),
    "bleu": Metric("0–100", 1, True),
    "flags_per_1000": Metric("flags per 1,000 segments", 0, False),
    "tokens_per_second": Metric("tokens/s", 0, True),
    "accuracy": Metric("share", 3, True),
    "kept_recall": Metric("share", 3, True),
    "dropped_recall": Metric("share", 3, True),
    "boundary_f1": Metric("share", 3, True),
    "b_cubed_precision": Metric("share", 3, True),
    "b_cubed_recall": Metric("share", 3, True),
    "b_cubed_f1": Metric("share", 3, True),
    "pairwise_f1": Metric("share", 3, True),
    "rouge1": Metric("F, 0–100", 1, True),
    "rouge2": Metric("F, 0–100", 1, True),
    "rougeL": Metric("F, 0–100", 1, True),
    "coverage": Metric("share", 3, True),
    "unsupported_share": Metric("share", 3, False),
    "unflagged_unsupported_share": Metric("share", 3, False),
    "extractive_share": Metric("share", 3, None),
    "balanced_accuracy": Metric("share", 3, True),
    "precision": Metric("share", 3, True),
    "recall": Metric("share", 3, True),
}
"""Every metric there is, in the order in which a table shows them."""

_DECIMALS = 4


@dataclass(frozen=True)
class Row:
    """One figure. `n` counts what it was taken over; `signature` says how, and with which versions.

    `language_code` is None where a language makes no sense and `all` for the mean of the languages. `extra` holds
    fields beyond those of docs/schema.md.
    """

    set: str
    language_code: str | None
    system: str
    metric: str
    value: float
    n: int
    signature: str
    extra: Mapping[str, Any] = field(default_factory=dict)

    def record(self) -> dict[str, Any]:
        """As `--json` has it; figures with four decimals."""
        return {
            **self.extra,
            "set": self.set,
            "language_code": self.language_code,
            "system": self.system,
            "metric": self.metric,
            "value": round(self.value, _DECIMALS),
            "n": self.n,
            "signature": self.signature,
        }


@dataclass(frozen=True)
class Report:
    """All rows of one evaluation and the data they come from: file name -> SHA-256 in hex."""

    evaluation: str
    files: Mapping[str, str]
    rows: tuple[Row, ...]

    def record(self) -> dict[str, Any]:
        """The one object of `tidings evaluate --json`."""
        from service.corpus.runinfo import machine, tidings_version

        return {
            "evaluation": self.evaluation,
            "data": {"files": dict(self.files)},
            "machine": machine(),
            "tidings_version": tidings_version(),
            "rows": [row.record() for row in self.rows],
        }


@dataclass(frozen=True)
class Context:
    """What an evaluation works on.

    `limit` takes only the first so many records of each file; `progress` is told (what, done, total) and `say` gets
    sentences for people.
    """

    data: Path
    settings: Settings = field(default_factory=Settings)
    limit: int | None = None
    progress: Callable[[str, int, int], None] = lambda _what, _done, _total: None
    say: Callable[[str], None] = lambda _sentence: None


def means(rows: Iterable[Row]) -> list[Row]:
    """For each set, system and metric the mean over its languages as a row `all`; `n` is the sum. Order kept."""
    groups: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        groups.setdefault((row.set, row.system, row.metric), []).append(row)
    return [
        Row(
            set=name,
            language_code=ALL,
            system=system,
            metric=metric,
            value=sum(row.value for row in group) / len(group),
            n=sum(row.n for row in group),
            signature=group[0].signature,
            extra={"languages": [row.language_code for row in group]},
        )
        for (name, system, metric), group in groups.items()
    ]
