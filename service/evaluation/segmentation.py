"""Segmentation: F1 of the sentence boundaries inside cases, beside each library that is installed.

A file LANG.txt holds a case a line. ` ¦ ` stands for a space where the text splits, `¦` alone for a split without a
space, `⏎` for a newline inside the case; empty lines count for nothing. Boundaries are counted in characters that are
not white space, because libraries differ in which piece they leave the space to; the ends of a case are no boundaries.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from service.errors import ConfigurationError
from service.evaluation.data import DataFile, digests, folder_names, no_data, read
from service.evaluation.segmenters import Segmenter, segmenters
from service.evaluation.shape import ALL, Context, Report, Row, means

MARK, NEWLINE = "¦", "⏎"


def run(context: Context) -> Report:
    """`boundary_f1` (0..1), all boundaries of a file counted together; `n` counts cases."""
    names = [name for name in folder_names(context.data) if name.endswith(".txt") and name.count(".") == 1]
    if not names:
        raise no_data(f"{context.data} holds no LANG.txt (such as nb.txt) with a case a line", context.data)
    files = [read(context.data, name) for name in names]
    systems = segmenters(context.say)
    rows = []
    for file in files:
        cases = _cases(file, context.limit)
        for number, segmenter in enumerate(systems):
            context.progress(f"{file.set_name}: {segmenter.name}", number, len(systems))
            value = _f1(cases, segmenter, file.set_name)
            signature = f"boundary_f1|micro|system:{segmenter.version}"
            rows.append(Row(file.set_name, file.set_name, segmenter.name, "boundary_f1", value, len(cases), signature))
    return Report("segmentation", digests(files), (*rows, *means(replace(row, set=ALL) for row in rows)))


def _cases(file: DataFile, limit: int | None) -> list[tuple[str, frozenset[int]]]:
    """Each case as its text and its boundaries."""
    lines = [line for line in file.lines if line.strip()][:limit]
    if not lines:
        raise ConfigurationError("BAD_DATA", f"{file.name} holds no cases")
    out = []
    for line in lines:
        pieces = line.replace(NEWLINE, "\n").split(MARK)
        text = line.replace(NEWLINE, "\n").replace(f" {MARK} ", " ").replace(MARK, "")
        out.append((text, boundaries(pieces)))
    return out


def boundaries(pieces: Sequence[str]) -> frozenset[int]:
    """The inner boundaries of a text cut into `pieces`, as counts of characters that are not white space."""
    ends: list[int] = []
    total = 0
    for piece in pieces:
        total += len("".join(piece.split()))
        ends.append(total)
    return frozenset(end for end in ends if 0 < end < total)


def _f1(cases: Sequence[tuple[str, frozenset[int]]], segmenter: Segmenter, language_code: str) -> float:
    """2 · right / (found + wanted); 1 where nothing is to be found and nothing was."""
    right = found = wanted = 0
    for text, gold in cases:
        ours = boundaries(segmenter.segment(text, language_code))
        right += len(ours & gold)
        found += len(ours)
        wanted += len(gold)
    return 2 * right / (found + wanted) if found + wanted else 1.0
