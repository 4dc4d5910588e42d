"""AddDocuments, ListEvents, GetEvent and RemoveDocuments: the events of the server's store."""

from __future__ import annotations

import asyncio
import base64
import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from service.config import Settings
from service.domain import Document, Translation
from service.errors import ConfigurationError, InvalidInputError
from service.events.online import CurrentEvent, EventDesk
from service.pipeline import Newsroom
from service.rpc.paging import size_of
from service.rpc.queue import Served
from service.rpc.replies import conflict_messages, event_message, fact_messages, sentence_messages
from service.rpc.requests import documents_of
from service.store.events_rows import EventChange
from tidings.v1 import newsroom_pb2 as pb

T = TypeVar("T")
MOST_NOTE = 500
"""Characters of a note on a removal."""


class EventsMixin:
    """The four methods, over the newsroom's events desk."""

    _newsroom: Newsroom
    _settings: Settings
    _run: Callable[..., Any]
    _translated: Callable[[list[Document]], list[Translation]]
    _serving_info: Callable[[Served[Any]], pb.ServingInfo]

    async def AddDocuments(self, request: Any, context: Any) -> Any:  # noqa: N802  # gRPC's name
        """Articles into the store; what became of events. Those that somebody removed are left out, and named."""
        documents, desk = documents_of(request.documents, self._settings), self._desk()
        removed = await asyncio.to_thread(desk.removed, [document.document_id for document in documents])
        # All are read, so that a field at fault is named by its place in the request.
        served = await self._run(
            lambda: desk.add([t for t in self._translated(documents) if t.document_id not in removed]), context
        )
        return pb.AddDocumentsResponse(
            changes=map(change_message, served.value),
            serving_info=self._serving_info(served),
            removed_document_ids=sorted(removed),
        )

    async def ListEvents(self, request: Any, context: Any) -> Any:  # noqa: ARG002, N802  # gRPC's name and shape
        """A page of events by when, then id; what is added meanwhile moves none to another page."""
        since, outlet = _day(request.published_since), request.outlet
        size, after = size_of(request.page_size), _place_of(request.page_token, request.published_since, outlet)
        # One more than asked for tells whether there is another page.
        found = await asyncio.to_thread(self._desk().page, since=since, outlet=outlet, after=after, limit=size + 1)
        return pb.ListEventsResponse(
            events=[
                pb.StoredEvent(event=event_message(event), version=kept.version, made_at=kept.made_at)
                for _, event, kept in found[:size]
            ],
            next_page_token=_token_of(found[size - 1][0], request.published_since, outlet) if len(found) > size else "",
        )

    async def GetEvent(self, request: Any, context: Any) -> Any:  # noqa: ARG002, N802  # gRPC's name and shape
        """One event, by its id or by that of one merged into it."""
        since = request.since_version if request.HasField("since_version") else None
        return current_message(await asyncio.to_thread(self._desk().get, request.event_id, since))

    async def RemoveDocuments(self, request: Any, context: Any) -> Any:  # noqa: ARG002, N802  # gRPC's name and shape
        """Articles out of the store for good; what became of events."""
        ids, note = list(request.document_ids), request.note
        if not 1 <= len(ids) <= self._settings.max_documents:
            raise InvalidInputError(
                "INVALID_RECORD",
                f"document_ids has {len(ids):,} ids; it should have 1 to {self._settings.max_documents}",
                field="document_ids",
            )
        if len(note) > MOST_NOTE:
            raise InvalidInputError(
                "INVALID_RECORD", f"note has {len(note):,} characters; at most {MOST_NOTE} are taken", field="note"
            )
        return pb.RemoveDocumentsResponse(
            changes=map(change_message, await asyncio.to_thread(self._desk().remove, ids, note))
        )

    def _desk(self) -> EventDesk:
        if self._newsroom.events is None:
            raise ConfigurationError("NO_EVENTS", "this server keeps no events; start it with `tidings serve`")
        return self._newsroom.events


def change_message(change: EventChange) -> pb.EventChange:
    """A change as a message."""
    return pb.EventChange(
        kind=pb.EventChange.Kind.Value(f"KIND_{change.kind.upper()}"),
        event_id=change.event_id,
        other_event_id=change.other_event_id,
        document_ids=change.document_ids,
        caused_by=change.caused_by,
        made_at=change.made_at,
    )


def current_message(current: CurrentEvent) -> pb.GetEventResponse:
    """An event as it stands, as a message."""
    news = current.news
    return pb.GetEventResponse(
        event=pb.StoredEvent(event=event_message(current.event), version=current.version, made_at=current.made_at),
        merged=current.asked_id != current.event.event_id,
        changes=map(change_message, current.changes),
        new_since=None
        if news is None
        else pb.GetEventResponse.News(
            document_ids=news.document_ids,
            summary_sentences=sentence_messages(news.sentences),
            agreed_facts=fact_messages(news.agreed_facts),
            conflicts=conflict_messages(news.conflicts),
        ),
    )


def _day(value: str) -> date | None:
    if not value:
        return None
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise InvalidInputError(
        "INVALID_DATE",
        f"published_since is {value[:40]!r}; it should be a day, like 2024-10-11, or empty",
        field="published_since",
    )


def _token_of(place: tuple[str, str], since: str, outlet: str) -> str:
    """The page after `place`: where events are founded meanwhile a count would show one twice or pass one over."""
    return base64.urlsafe_b64encode(json.dumps([*place, since, outlet]).encode()).decode()


def _place_of(token: str, since: str, outlet: str) -> tuple[str, str] | None:
    if not token:
        return None
    try:
        found = json.loads(base64.urlsafe_b64decode(token.encode()))
    except ValueError:
        found = None
    if not (isinstance(found, list) and len(found) == 4 and all(isinstance(part, str) for part in found)) or (
        found[2:] != [since, outlet]
    ):
        raise InvalidInputError(
            "INVALID_PAGE_TOKEN",
            f"page_token {token[:60]!r} was not given for this request; start again without one",
            field="page_token",
        )
    return found[0], found[1]
