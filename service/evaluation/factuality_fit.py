"""The weights of service.checks.support, fitted: `python -m service.evaluation.factuality_fit ../shared/eval/factuality`.

A logistic regression with a ridge (Newton's method; Hoerl and Kennard 1970 for the ridge). Every file weighs the same,
and in a file consistent and inconsistent summaries do. Folds are whole documents, so that no text is on both sides.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from service.checks.support_signals import NAMES, signals
from service.evaluation.data import jsonl_files, records
from service.evaluation.english import sentences

#: Weight of the squared weights: in the units of the log likelihood of `n` summaries.
RIDGE = 1.0
#: Parts that the documents of each file are dealt to.
FOLDS = 10
_STEPS = 30

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Example:
    """A summary: its file, its text (the document), whether it is consistent, and its signals, those of NAMES."""

    file: str
    document: str
    consistent: bool
    signals: tuple[float, ...]


def summary_signals(summary: str, text: str) -> tuple[float, ...]:
    """Of each signal, the strongest of the summary's sentences, all sentences of the text being their sources."""
    sources = sentences(text)
    each = [signals(sentence, sources) for sentence in sentences(summary)]
    return tuple(max((found[name] for found in each), default=0.0) for name in NAMES)


def fit(examples: Sequence[Example]) -> tuple[Matrix, float]:
    """The weights (of NAMES, in order) and the constant, in log odds of inconsistency."""
    features = np.array([[*example.signals, 1.0] for example in examples])
    wrong = np.array([not example.consistent for example in examples], dtype=float)
    groups = [(example.file, example.consistent) for example in examples]
    size = {group: groups.count(group) for group in sorted(set(groups))}
    share = np.array([len(examples) / len(size) / size[group] for group in groups])
    ridge = np.diag([*[RIDGE] * len(NAMES), 0.0])
    found: Matrix = np.zeros(features.shape[1])
    for _ in range(_STEPS):
        odds = 1 / (1 + np.exp(-(features @ found)))
        slope = features.T @ (share * (odds - wrong)) + ridge @ found
        curve = (features * (share * odds * (1 - odds))[:, None]).T @ features + ridge
        found = found - np.linalg.solve(curve, slope)
    return found[:-1], float(found[-1])


def out_of_fold(examples: Sequence[Example]) -> list[bool] | None:
    """Doubts of each example with weights fitted on other documents; None where a part would have but one class."""
    folds: dict[str, int] = {}
    for file in sorted({example.file for example in examples}):
        for number, document in enumerate(sorted({e.document for e in examples if e.file == file})):
            folds.setdefault(document, number % FOLDS)
    doubts = [False] * len(examples)
    for fold in sorted(set(folds.values())):
        others = [example for example in examples if folds[example.document] != fold]
        if len({example.consistent for example in others}) < 2:
            return None
        weights, constant = fit(others)
        for index, example in enumerate(examples):
            if folds[example.document] == fold:
                doubts[index] = bool(np.array(example.signals) @ weights + constant > 0)
    return doubts


def main(folder: Path) -> None:
    """Print the tables of service/languages/shared/support.toml."""
    fields = ("text", "summary", "label")
    examples = [
        Example(file.name, row["text"], row["label"] == 1, summary_signals(row["summary"], row["text"]))
        for file in jsonl_files(folder, fields)
        for row in records(file, fields)
    ]
    weights, constant = fit(examples)
    print(f"constant = {constant:.2f}\n\n[weights]")  # noqa: T201 - a tool run by hand
    for name, weight in zip(NAMES, weights, strict=True):
        print(f"{name} = {weight:.2f}")  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]))
