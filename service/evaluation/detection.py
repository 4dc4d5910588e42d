"""Language detection: which share of texts is given its language, by kind of text and by language.

`lingua` is that library alone, high accuracy, restricted to the nine languages that Tidings knows.
"""

from __future__ import annotations

import importlib.metadata
from collections import defaultdict
from collections.abc import Callable, Iterator

from service.corpus.runinfo import tidings_version
from service.evaluation.data import Record, digests, jsonl_files, records
from service.evaluation.shape import TIDINGS, Context, Report, Row, means
from service.text.detection import LanguageDetector

FIELDS = ("lang", "kind", "text")


def run(context: Context) -> Report:
    """Accuracy (0..1) a kind and language, and its mean over languages; no answer is a wrong answer."""
    files = jsonl_files(context.data, FIELDS)
    items = list(_taken([row for file in files for row in records(file, FIELDS)], context.limit))
    rows: list[Row] = []
    for system, (detect, version) in _systems(context).items():
        right: defaultdict[tuple[str, str], list[bool]] = defaultdict(list)
        for number, row in enumerate(items):
            context.progress(system, number, len(items))
            right[row["kind"], row["lang"]].append(detect(row["text"]) == row["lang"])
        signature = f"accuracy|system:{version}"
        found = [
            Row(kind, code, system, "accuracy", sum(hits) / len(hits), len(hits), signature)
            for (kind, code), hits in sorted(right.items())
        ]
        rows += [*found, *means(found)]
    return Report("detection", digests(files), tuple(rows))


def _taken(rows: list[Record], limit: int | None) -> Iterator[Record]:
    """The first `limit` of each kind and language: the files are sorted by them."""
    seen: defaultdict[tuple[str, str], int] = defaultdict(int)
    for row in rows:
        seen[row["kind"], row["lang"]] += 1
        if limit is None or seen[row["kind"], row["lang"]] <= limit:
            yield row


def _systems(context: Context) -> dict[str, tuple[Callable[[str], str | None], str]]:
    detector = LanguageDetector()
    out = {TIDINGS: (lambda text: _first(detector, text), f"tidings {tidings_version()}")}
    try:
        out["lingua"] = (_lingua, f"lingua {importlib.metadata.version('lingua-language-detector')}")
    except importlib.metadata.PackageNotFoundError:
        context.say("lingua is left out: it is not installed (pip install tidings[evaluate])")
    return out


def _first(detector: LanguageDetector, text: str) -> str | None:
    found = detector.detect(text)
    return found[0].language_code if found else None


def _lingua(text: str) -> str | None:
    from service.evaluation.lingua import among_nine

    shares = among_nine(text)
    best = max(sorted(shares), key=lambda code: shares[code])
    return best if shares[best] > 0 else None
