"""A first look at the whole corpus: how many documents, which version of each is the latest, which lines are furniture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from service.corpus.readers import read_corpus
from service.domain import Document
from service.text.cleaning import find_furniture


@dataclass(frozen=True, slots=True)
class Survey:
    """`total` readings, failures included; `latest`: document_id -> position (from 0) of its latest version."""

    total: int
    latest: dict[str, int]
    furniture: frozenset[str]


def survey(source: Path, *, skip: Path | None = None) -> Survey:
    """Read `source` once. A later version of a document is no second witness that a line is furniture."""
    latest: dict[str, int] = {}
    total = 0

    def texts() -> Iterator[str]:
        nonlocal total
        for position, reading in enumerate(read_corpus(source, skip=skip)):
            total += 1
            if isinstance(reading, Document):
                first = reading.document_id not in latest
                latest[reading.document_id] = position
                if first and reading.text is not None:
                    yield reading.text

    rest = texts()
    furniture = find_furniture(rest)
    for _ in rest:
        pass  # whatever find_furniture left unread still counts
    return Survey(total, latest, furniture)
