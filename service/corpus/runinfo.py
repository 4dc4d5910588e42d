"""run.json: what the record files must not know, and the counts that end a run."""

from __future__ import annotations

import datetime
import importlib.metadata
import os
import platform
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields

from service.corpus.records import Record
from service.domain import Event, Failure, Flag, Summary, Translation


def tidings_version() -> str:
    """The installed version; `0` out of a tree that was never installed."""
    try:
        return importlib.metadata.version("tidings")
    except importlib.metadata.PackageNotFoundError:
        return "0"


@dataclass
class Counts:
    """The `counts` object of run.json."""

    documents: int = 0
    translated: int = 0
    passed_through: int = 0
    summarized: int = 0
    events: int = 0
    failed: int = 0
    segments: int = 0
    model_calls: int = 0
    cache_hits: int = 0
    cache_misses: int = 0
    resumed: int = 0
    flags: Counter[str] = field(default_factory=Counter)

    def add_translation(self, translation: Translation) -> None:
        """Count a line of translations.jsonl."""
        self.documents += 1
        if translation.provenance is None:
            self.passed_through += 1
        else:
            self.translated += 1
        self.segments += len(translation.segments)
        self._add_flags(segment.flags for segment in translation.segments)

    def add_summary(self, summary: Summary) -> None:
        """Count a line of summaries.jsonl."""
        self.summarized += 1
        self._add_flags(sentence.flags for sentence in summary.sentences)

    def add_event(self, event: Event) -> None:
        """Count a line of events.jsonl."""
        self.events += 1
        self._add_flags(sentence.flags for sentence in event.summary.sentences)

    def _add_flags(self, carriers: Iterable[tuple[Flag, ...]]) -> None:
        """Each segment or sentence once a code, however often it carries it."""
        for flags in carriers:
            self.flags.update({str(flag.code) for flag in flags})

    def record(self) -> Record:
        """As run.json and `--json` have it."""
        out = {f.name: getattr(self, f.name) for f in fields(self)}
        return {**out, "flags": dict(sorted(self.flags.items()))}


@dataclass(frozen=True)
class RunInfo:
    """One finished run."""

    started_at: datetime.datetime
    finished_at: datetime.datetime
    seconds: float
    input: str
    options: Mapping[str, object]
    models: Mapping[str, str]
    counts: Counts
    failures: tuple[Failure, ...] = ()
    """The lines of failures.jsonl; not in run.json."""
    news: Mapping[str, int] | None = None
    """What is new in the events since the run before into the folder; None where there was none."""

    def record(self) -> Record:
        """The object of run.json."""
        return {
            "tidings_version": tidings_version(),
            "started_at": _utc(self.started_at),
            "finished_at": _utc(self.finished_at),
            "seconds": round(self.seconds, 3),
            "input": self.input,
            "options": dict(self.options),
            "models": dict(self.models),
            "machine": machine(),
            "counts": self.counts.record(),
            "news": None if self.news is None else dict(self.news),
        }

    def line(self) -> str:
        """The line that ends a run."""
        c = self.counts
        return (
            f"{_many(c.documents, 'document')}, {_many(c.events, 'event')}, {_many(c.segments, 'segment')}, "
            f"{_many(c.model_calls, 'model call')}, {c.failed} failed in {self.seconds:.0f} s"
        )


def machine() -> Record:
    """Where this runs."""
    return {
        "platform": platform.platform(),
        "processor": platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
    }


def _utc(moment: datetime.datetime) -> str:
    return moment.astimezone(datetime.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
