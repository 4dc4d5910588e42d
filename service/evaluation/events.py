"""Events: articles grouped into happenings, against the true clusters.

`tfidf` is average linkage over TF-IDF cosines of words and word pairs, at whichever threshold gives the best B-cubed F1
on the very set it is measured on: a ceiling of that method. `date` puts together what was published on one day; a set
without dates has no such row. Texts are English and are not cleaned.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from service.corpus.runinfo import tidings_version
from service.errors import ConfigurationError
from service.evaluation.clusters import Agreement, agreement
from service.evaluation.data import DataFile, Record, digests, jsonl_files, records
from service.evaluation.english import english
from service.evaluation.shape import TIDINGS, Context, Report, Row
from service.evaluation.tfidf import similarities
from service.events import group_documents
from service.events.linkage import average_linkage

FIELDS = ("id", "cluster", "text")
THRESHOLDS = tuple(round(0.02 * step, 2) for step in range(1, 40))

Groups = list[list[str]]


def run(context: Context) -> Report:
    """`b_cubed_precision`, `b_cubed_recall`, `b_cubed_f1`, `pairwise_f1` (0..1) of each file; `n` counts articles."""
    files = jsonl_files(context.data, FIELDS)
    return Report("events", digests(files), tuple(row for file in files for row in _rows(file, context)))


def _rows(file: DataFile, context: Context) -> Iterable[Row]:
    articles = records(file, FIELDS, limit=context.limit)
    truth = {str(row["id"]): str(row["cluster"]) for row in articles}
    if len(truth) != len(articles):
        raise ConfigurationError("BAD_DATA", f"{file.name} has the same id twice; ids should differ")
    context.progress(f"{file.set_name}: {TIDINGS}", 0, len(articles))
    found: dict[str, tuple[Agreement, str]] = {
        TIDINGS: (agreement(tidings_groups(articles), truth), f"tidings {tidings_version()}")
    }
    context.progress(f"{file.set_name}: tfidf", 0, len(articles))
    best, threshold = best_tfidf(articles, truth)
    found["tfidf"] = (best, f"average linkage|threshold:{threshold:g}, best on this set")
    if any(row.get("date") for row in articles):
        found["date"] = (agreement(date_groups(articles), truth), "day of publication")
    for system, (scores, signature) in found.items():
        for metric, value in scores._asdict().items():
            yield Row(file.set_name, None, system, metric, value, len(articles), f"{metric}|system:{signature}")


def tidings_groups(articles: Sequence[Record]) -> Groups:
    """As a corpus run groups them, without their languages and outlets' names where the data has none."""
    translations = [
        english(
            str(row["id"]),
            row["text"],
            title=row.get("title") or None,
            outlet=row.get("source") or None,
            published_at=row.get("date") or None,
        )
        for row in articles
    ]
    return [[t.document_id for t in group] for group in group_documents(translations)]


def best_tfidf(articles: Sequence[Record], truth: dict[str, str]) -> tuple[Agreement, float]:
    """The agreement at the best threshold, and that threshold (the lowest of equals)."""
    ids = [str(row["id"]) for row in articles]
    matrix = similarities([f"{row.get('title') or ''}\n{row['text']}" for row in articles], pairs=True)
    np.fill_diagonal(matrix, 0.0)
    tried = [
        (agreement([[ids[i] for i in group] for group in average_linkage(matrix, threshold)], truth), threshold)
        for threshold in THRESHOLDS
    ]
    return max(tried, key=lambda item: item[0].b_cubed_f1)


def date_groups(articles: Sequence[Record]) -> Groups:
    """One group a day; an article without a date is alone."""
    groups: dict[str, list[str]] = {}
    for row in articles:
        groups.setdefault(_day(row), []).append(str(row["id"]))
    return list(groups.values())


def _day(row: Record) -> str:
    """`2024-10-11` of a date-time; something of its own where there is no date."""
    return str(row["date"])[:10] if row.get("date") else f"no date: {row['id']}"
