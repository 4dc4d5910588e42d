"""What in a corpus's records a decision about the translation memory touches: told from the records, nothing is run."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from service.corpus.records import Record
from service.corpus.writer import RECORD_FILES, RUN_FILE
from service.errors import ConfigurationError
from service.store.translation_memory_pairs import Correction, codes_matching, match_key
from service.text.segmentation import segment

TITLE = "title"
"""Stands for a segment's id where a headline holds the original."""


@dataclass(frozen=True, slots=True)
class Touched:
    """Segments by (document_id, segment_id), in the order of the records; the events that hold those documents."""

    segments: tuple[tuple[str, str], ...]
    event_ids: tuple[str, ...]
    source: str
    """What the corpus was made from, as its run was told."""

    @property
    def document_ids(self) -> tuple[str, ...]:
        """The documents that the next run makes again."""
        return tuple(dict.fromkeys(document_id for document_id, _ in self.segments))


def touched(out: Path, corrections: Collection[Correction]) -> Touched:
    """The records in `out` that hold the original of one of `corrections`.

    Raises ConfigurationError (INVALID_OUT) where `out` is no folder that a corpus run wrote.
    """
    translations, _, events, _ = (out / name for name in RECORD_FILES)
    wanted = {(code, match_key(c.original)) for c in corrections for code in codes_matching(c.language_code)}
    try:
        segments = tuple(hit for record in _lines(translations) for hit in _hits(record, wanted))
        documents = {document_id for document_id, _ in segments}
        event_ids = tuple(e["event_id"] for e in _lines(events) if not documents.isdisjoint(e["document_ids"]))
        source = json.loads((out / RUN_FILE).read_text(encoding="utf-8"))["input"]
    except (OSError, ValueError, KeyError) as error:
        raise ConfigurationError(
            "INVALID_OUT",
            f"--corpus {out} holds no records that can be read ({error}); name a folder that `tidings corpus` wrote",
            metadata={"out": str(out)},
        ) from error
    return Touched(segments, event_ids, source)


def _lines(path: Path) -> Iterator[Record]:
    with path.open(encoding="utf-8") as stream:
        yield from map(json.loads, stream)


def _hits(record: Record, wanted: Collection[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    document_id, main = record["document_id"], record["source_language_code"]
    title = record["title_original"] or ""
    # A headline is looked up segment by segment too, and its segments are not in the record.
    if any((main, match_key(part)) in wanted for part in (title, *(segment(title, main) if title else ()))):
        yield document_id, TITLE
    for s in record["segments"]:
        if (s["language_code"], match_key(s["original"])) in wanted:
            yield document_id, s["segment_id"]
