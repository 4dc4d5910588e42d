"""The events of a corpus: grouped anew in every run, described once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from service.corpus.records import event_from_record, event_record
from service.corpus.workspace import Workspace
from service.domain import Event, Failure, Translation
from service.errors import StorageError, TidingsError
from service.executor import LocalExecutor
from service.pipeline import Newsroom, failure_of
from service.store import cache_key


class Happenings:
    """Describes events; `keys` names what it kept in the workspace, `failures` what could not be described."""

    def __init__(self, newsroom: Newsroom, workspace: Workspace, basis: Mapping[str, object]) -> None:
        self._newsroom = newsroom
        self._workspace = workspace
        self._basis = basis
        self.keys: list[str] = []
        self.failures: list[Failure] = []

    def describe_all(
        self,
        members: Sequence[tuple[str, Translation]],
        executor: LocalExecutor,
        progress: Callable[[int, int], None],
    ) -> list[Event]:
        """The events among `members` (what names the translation, the translation), ordered by when, then event_id."""
        keys = {translation.document_id: key for key, translation in members}
        groups = self._newsroom.group([translation for _, translation in members])
        progress(0, len(groups))
        events: list[Event] = []

        def describe(group: tuple[Translation, ...]) -> tuple[str, Event | Failure]:
            return self._describe(group, [keys[member.document_id] for member in group])

        for number, (key, result) in enumerate(executor.map(describe, groups), 1):
            if isinstance(result, Failure):
                self.failures.append(result)
            else:
                self.keys.append(key)
                events.append(result)
            progress(number, len(groups))
        return sorted(events, key=event_order)

    def _describe(self, group: tuple[Translation, ...], keys: Sequence[str]) -> tuple[str, Event | Failure]:
        key = cache_key({**self._basis, "members": keys})
        kept = self._workspace.get(key)
        if kept is None:
            try:
                kept = event_record(self._newsroom.describe(group))
            except StorageError:
                raise
            except TidingsError as error:
                ids = ", ".join(member.document_id for member in group)
                failure = failure_of(group[0].document_id, error, "summarize")
                return key, Failure(
                    failure.document_id,
                    failure.stage,
                    failure.reason,
                    f"the event of {ids} could not be described: {failure.message}",
                    failure.metadata,
                )
            self._workspace.put(key, kept)
        return key, event_from_record(kept)


def event_order(event: Event) -> tuple[bool, str, str]:
    """By when (as the texts say it, else as inferred; unknown last), then by id."""
    when = event.when.edtf or (event.when.inferred_edtf or "").rstrip("?")
    return not when, when, event.event_id
