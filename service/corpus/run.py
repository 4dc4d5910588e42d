"""The corpus command's work: survey, documents, events, record files, run.json. Holds no logic of the pipeline."""

from __future__ import annotations

import datetime
import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from service.config import Settings
from service.corpus.basis import RESULT_SETTINGS, basis
from service.corpus.documents import Documents, Outcome
from service.corpus.files import check_source
from service.corpus.happenings import Happenings
from service.corpus.readers import read_corpus
from service.corpus.records import Record, event_record, failure_record, summary_record, translation_record
from service.corpus.report import report_pieces
from service.corpus.revisions import Versions, revise
from service.corpus.runinfo import Counts, RunInfo
from service.corpus.since import EventNews, counts_of, news_of
from service.corpus.survey import survey
from service.corpus.workspace import Workspace
from service.corpus.writer import RECORD_FILES, REPORT_FILE, RUN_FILE, RecordFiles
from service.domain import Event, Failure
from service.executor import LocalExecutor
from service.pipeline import Newsroom

OPTION_SETTINGS = (
    *RESULT_SETTINGS,
    "translators",
    "summarizer",
    "engine",
    "compute_type",
    "device",
    "threads",
    "replicas",
    "workers",
)
"""Settings that run.json shows as the run's options: how it was computed, not where things lie."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: `stage` is `reading`, `articles` or `events`; `total` 0 where it is not known yet."""

    stage: str
    done: int
    total: int
    failed: int = 0


def options_of(settings: Settings) -> dict[str, object]:
    """The settings a corpus run depends on, as plain values for run.json."""
    values = {name: getattr(settings, name) for name in OPTION_SETTINGS}
    return {name: dict(value) if isinstance(value, Mapping) else value for name, value in values.items()}


def run_corpus(
    source: Path,
    out: Path,
    newsroom: Newsroom,
    settings: Settings,
    *,
    progress: Callable[[Progress], None] = lambda _: None,
) -> RunInfo:
    """Translate, summarise and group `source` into `out`; goes on from where an earlier run into `out` was stopped.

    Raises ConfigurationError for a source that is no corpus or a folder that can't be written or is in use, StorageError
    where the disk fails. One bad document never raises: it is in failures.jsonl and in `counts.failed`.
    """
    check_source(source, out)
    started, clock = datetime.datetime.now(datetime.UTC), time.monotonic()
    with Workspace(out) as workspace:
        run = _Run(source, out, newsroom=newsroom, settings=settings, workspace=workspace, progress=progress)
        counts = run.work()
        info = RunInfo(
            started,
            datetime.datetime.now(datetime.UTC),
            time.monotonic() - clock,
            str(source),
            options_of(settings),
            newsroom.signatures(),
            counts,
            tuple(run.failures),
            counts_of(run.news),
        )
        with RecordFiles(out, workspace.folder) as files:
            files.text(RUN_FILE, (json.dumps(info.record(), ensure_ascii=False, sort_keys=True, indent=2), "\n"))
            files.publish()
    return info


class _Run:
    """One run's state between its stages."""

    def __init__(
        self,
        source: Path,
        out: Path,
        *,
        newsroom: Newsroom,
        settings: Settings,
        workspace: Workspace,
        progress: Callable[[Progress], None],
    ) -> None:
        self.source, self.out = source, out
        self.newsroom = newsroom
        self.workspace = workspace
        self.progress = progress
        self.executor = LocalExecutor(settings.workers)
        self.basis = basis(newsroom, settings)
        self.counts = Counts()
        self.failures: list[Failure] = []
        self.news: dict[str, EventNews] | None = None

    def work(self) -> Counts:
        """Everything but run.json."""
        self.progress(Progress("reading", 0, 0))
        seen = survey(self.source, skip=self.out)
        documents = Documents(self.newsroom, self.workspace, seen, self.basis)
        done = failed = 0

        def count(outcome: Outcome) -> None:
            nonlocal done, failed
            done += 1
            failed += outcome.failure is not None
            self.progress(Progress("articles", done, seen.total, failed))

        self.progress(Progress("articles", 0, seen.total))
        outcomes = documents.finish_all(read_corpus(self.source, skip=self.out), self.executor, count)
        latest = {o.document_id: o for o in outcomes if o.key}
        self.failures += [o.failure for o in outcomes if o.failure]
        self.counts.documents += len(self.failures)
        self.counts.resumed = sum(o.resumed for o in outcomes)

        happenings = Happenings(self.newsroom, self.workspace, self.basis)
        members = [(o.version, documents.load(o)[0]) for o in outcomes if o.key and latest[o.document_id] is o]
        events = happenings.describe_all(
            members, self.executor, lambda n, total: self.progress(Progress("events", n, total, failed))
        )
        self.failures += happenings.failures
        self._write(documents, outcomes, latest, events)
        self.workspace.keep_only([*(o.key for o in outcomes if o.key), *happenings.keys])
        meter = self.newsroom.meter
        self.counts.model_calls = meter.model_calls
        self.counts.cache_hits = meter.cache_hits
        self.counts.cache_misses = meter.cache_misses
        return self.counts

    def _write(
        self, documents: Documents, outcomes: list[Outcome], latest: Mapping[str, Outcome], events: list[Event]
    ) -> None:
        """The four record files and the report, moved into place together once all are written."""
        self.counts.failed = len(self.failures)
        finished = [o for o in outcomes if o.key]
        with RecordFiles(self.out, self.workspace.folder) as files:
            contents: tuple[Iterator[Record], ...] = (
                self._translations(documents, finished),
                self._summaries(documents, [o for o in finished if latest[o.document_id] is o]),
                self._events(events),
                (failure_record(failure) for failure in self.failures),
            )
            for name, records in zip(RECORD_FILES, contents, strict=True):
                files.lines(name, records)
            self.news = news_of(self.out, self.workspace.folder, events)
            report = report_pieces(self.workspace.folder, notice=self.newsroom.notice(), news=self.news or {})
            files.text(REPORT_FILE, report)
            files.publish()

    def _translations(self, documents: Documents, finished: list[Outcome]) -> Iterator[Record]:
        versions = Versions[Outcome]()
        for outcome in finished:
            translation, _ = documents.load(outcome)
            earlier = versions.replace(outcome.document_id, translation.url, outcome)
            if earlier is not None:  # read again: a corpus does not fit in memory
                translation = revise(translation, documents.load(earlier)[0])
            self.counts.add_translation(translation)
            yield translation_record(translation)

    def _summaries(self, documents: Documents, finished: list[Outcome]) -> Iterator[Record]:
        for outcome in finished:
            _, summary = documents.load(outcome)
            if summary is not None:
                self.counts.add_summary(summary)
                yield summary_record(summary)

    def _events(self, events: list[Event]) -> Iterator[Record]:
        for event in events:
            self.counts.add_event(event)
            yield event_record(event)
