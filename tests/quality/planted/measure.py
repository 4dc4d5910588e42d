"""Which planted edits the checks see: `python -m tests.quality.planted.measure ../shared/eval/summaries`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from service.checks import check_sentence
from service.domain import SummarySentence
from service.evaluation.summarizers import read_item, tidings
from tests.quality.planted.edits import KINDS

EACH = 50
"""Summaries a kind: 300 in all."""


@dataclass(frozen=True)
class Planted:
    """A sentence as shipped and with one edit, and what it was made from."""

    kind: str
    true: str
    wrong: str
    sources: tuple[str, ...]


def shipped(rows: Iterable[dict[str, object]]) -> Iterator[Sequence[SummarySentence]]:
    """The sentences of each record's summary as the extractive summariser ships it."""
    for number, row in enumerate(rows):
        yield tidings(read_item(row, number), None).sentences


def plant(summaries: Iterable[Sequence[SummarySentence]], each: int = EACH, seed: int = 5) -> list[Planted]:
    """One edit in a sentence of each summary, of the kind that has fewest so far; summaries without a place are left out."""
    dice = Random(seed)
    done: dict[str, int] = dict.fromkeys(KINDS, 0)
    out = []
    for sentences in summaries:
        for kind in sorted((k for k in KINDS if done[k] < each), key=lambda k: (done[k], list(KINDS).index(k))):
            options = []
            for sentence in sentences:
                wrong = KINDS[kind](sentence.text, dice)
                if wrong is not None and wrong != sentence.text:
                    options.append((sentence, wrong))
            if options:
                sentence, wrong = dice.choice(options)
                out.append(Planted(kind, sentence.text, wrong, tuple(s.text for s in sentence.sources)))
                done[kind] += 1
                break
    return out


def doubted(text: str, sources: Sequence[str]) -> bool:
    """Whether a check warns."""
    return any(flag.warns for flag in check_sentence(text, sources))


def recalls(planted: Sequence[Planted]) -> dict[str, tuple[int, int]]:
    """Kind -> edits seen, edits made."""
    return {
        kind: (
            sum(doubted(p.wrong, p.sources) for p in planted if p.kind == kind),
            sum(p.kind == kind for p in planted),
        )
        for kind in KINDS
    }


def false_alarms(summaries: Iterable[Sequence[SummarySentence]]) -> tuple[int, int]:
    """Unedited sentences doubted beside their own sources, and all of them."""
    texts = [(s.text, tuple(source.text for source in s.sources)) for sentences in summaries for s in sentences]
    return sum(doubted(text, sources) for text, sources in texts), len(texts)


def main(folder: Path) -> None:
    """Print the table, and each edit nothing saw."""
    for path in sorted(folder.glob("*.jsonl")):
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        for half, part in (("even", rows[::2]), ("odd", rows[1::2])):
            summaries = list(shipped(part))
            planted = plant(summaries, EACH // 2)
            print(path.stem, half, recalls(planted), "false alarms", false_alarms(summaries))  # noqa: T201
            for p in planted:
                if half == "even" and not doubted(p.wrong, p.sources):
                    print(f"  {p.kind}: {p.true}\n    -> {p.wrong}")  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]))
