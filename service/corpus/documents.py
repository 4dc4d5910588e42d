"""Each document of a corpus through the newsroom, kept in the workspace as soon as it is finished.

What a document asked of the translation memory, and what it was answered, is kept with it: one that would be answered
otherwise now is done again, and no other.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass

from service.corpus.readers import Reading
from service.corpus.records import (
    summary_from_record,
    summary_record,
    translation_from_record,
    translation_record,
)
from service.corpus.survey import Survey
from service.corpus.workspace import Workspace
from service.domain import Document, Failure, Summary, Translation
from service.errors import StorageError, TidingsError
from service.executor import LocalExecutor
from service.pipeline import DocumentResult, Newsroom, failure_of
from service.store import cache_key
from service.store.translation_memory_snapshot import Answers, watched

logger = logging.getLogger(__name__)

_FORMAT = 2
"""Of the rows in the workspace; a change makes every run start anew."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the reading at `position`: `key` names its results in the workspace, or `failure` says why not.

    `remembered` is the digest of what the translation memory gave it, empty for nothing.
    """

    position: int
    document_id: str
    key: str | None = None
    failure: Failure | None = None
    resumed: bool = False
    remembered: str = ""

    @property
    def version(self) -> str:
        """What names the result itself, for what rests on it: the key, and the memory's part in it."""
        return f"{self.key}+{self.remembered}" if self.remembered else self.key or ""


class Documents:
    """Finishes documents. `basis`: all that a result depends on beside the document (options, signatures, version)."""

    def __init__(self, newsroom: Newsroom, workspace: Workspace, survey: Survey, basis: Mapping[str, object]) -> None:
        self._newsroom = newsroom
        self._workspace = workspace
        self._survey = survey
        self._memory = newsroom.memory
        self._basis = {**basis, "format": _FORMAT, "furniture": sorted(survey.furniture)}

    def finish_all(
        self, readings: Iterable[Reading], executor: LocalExecutor, progress: Callable[[Outcome], None]
    ) -> list[Outcome]:
        """One outcome a document, in input order; texts that turn out equal once cleaned are one document.

        `progress` hears of each as it is finished, in any order, one at a time.
        """
        lock = threading.Lock()

        def finish(numbered: tuple[int, Reading]) -> Outcome:
            outcome = self._finish(*numbered)
            with lock:
                progress(outcome)
            return outcome

        return self._settle(list(executor.map(finish, enumerate(readings))))

    def load(self, outcome: Outcome) -> tuple[Translation, Summary | None]:
        """The finished results of `outcome`."""
        record = self._workspace.get(outcome.key) if outcome.key else None
        if record is None:
            raise StorageError("OUT_FAILED", f"{self._workspace.folder} has lost {outcome.document_id!r}: run it again")
        summary = record["summary"]
        return translation_from_record(record["translation"]), summary_from_record(summary) if summary else None

    def _key(self, document: Document) -> str:
        return cache_key({**self._basis, "document": asdict(document)})

    def _finish(self, position: int, reading: Reading) -> Outcome:
        if isinstance(reading, Failure):
            return Outcome(position, reading.document_id, failure=reading)
        key = self._key(reading)
        summarize = self._survey.latest.get(reading.document_id) == position
        kept = self._workspace.get(key)
        if kept and self._memory and not self._memory.still_answers(kept["memory"]):
            kept = None
        if kept and (kept["summary"] or not summarize):
            return Outcome(position, reading.document_id, key, resumed=True, remembered=_digest(kept["memory"]))
        try:
            if kept:
                answers: Answers = kept["memory"]
                translation = translation_from_record(kept["translation"])
                self._keep(key, translation, self._newsroom.summarize(translation), answers)
            else:
                with watched() as answers:
                    result = self._made(reading, summarize=summarize)
                if result.translation is None:
                    return Outcome(position, reading.document_id, failure=result.failure)
                self._keep(key, result.translation, result.summary, answers)
        except StorageError:
            raise
        except Exception as error:
            return Outcome(position, reading.document_id, failure=_fault(reading.document_id, error))
        return Outcome(position, reading.document_id, key, remembered=_digest(answers))

    def _made(self, document: Document, *, summarize: bool) -> DocumentResult:
        if summarize:
            return self._newsroom.process(document, self._survey.furniture)
        translation = self._newsroom.translate(document, self._survey.furniture)
        return DocumentResult(document.document_id, translation, None, None)

    def _keep(self, key: str, translation: Translation, summary: Summary | None, answers: Answers) -> None:
        self._workspace.put(
            key,
            {
                "translation": translation_record(translation),
                "summary": None if summary is None else summary_record(summary),
                "memory": answers,
            },
        )

    def _settle(self, outcomes: list[Outcome]) -> list[Outcome]:
        """Versions that clean to the text before them leave; the latest that is left has a summary."""
        versions: dict[str, list[Outcome]] = {}
        for outcome in outcomes:
            if outcome.key:
                versions.setdefault(outcome.document_id, []).append(outcome)
        gone: set[int] = set()
        changed: dict[int, Outcome] = {}
        for group in versions.values():
            if len(group) == 1 and self._survey.latest.get(group[0].document_id) == group[0].position:
                continue
            last, digest = group[0], ""
            for outcome in group:
                translation, _ = self.load(outcome)
                if translation.content_sha256 == digest:
                    gone.add(outcome.position)
                else:
                    last, digest = outcome, translation.content_sha256
            changed[last.position] = self._summarized(last)
        return [changed.get(o.position, o) for o in outcomes if o.position not in gone]

    def _summarized(self, outcome: Outcome) -> Outcome:
        translation, summary = self.load(outcome)
        kept = self._workspace.get(outcome.key) if outcome.key else None
        if summary is None and outcome.key and kept:
            try:
                self._keep(outcome.key, translation, self._newsroom.summarize(translation), kept["memory"])
            except TidingsError as error:
                return Outcome(
                    outcome.position,
                    outcome.document_id,
                    failure=failure_of(outcome.document_id, error, "summarize"),
                )
        return outcome


def _digest(answers: Answers) -> str:
    """Of what the memory gave; empty where it gave nothing."""
    given = {code: {k: a for k, a in asked.items() if a is not None} for code, asked in answers.items()}
    given = {code: hits for code, hits in given.items() if hits}
    return cache_key(given) if given else ""


def _fault(document_id: str, error: Exception) -> Failure:
    """A refusal, or a fault of Tidings' own: one document's, said loudly, and no reason to lose the others."""
    if isinstance(error, TidingsError):
        return failure_of(document_id, error, "translate")
    logger.error("%s: %s: %s", document_id, type(error).__name__, error, exc_info=error)
    return Failure(
        document_id,
        "translate",
        "MODEL_FAILED",
        f"Tidings itself failed on this document ({type(error).__name__}: {error}); the others are done. Please report it",
        {"error": type(error).__name__},
    )
