"""The events desk as the doors open it: the newsroom's own descriptions, records as they are everywhere."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

from service.corpus.records import (
    Record,
    dumps,
    event_from_record,
    event_record,
    translation_from_record,
    translation_record,
)
from service.domain import Event
from service.events import describe_event
from service.events.online import Codec, CurrentEvent, EventDesk, News
from service.pipeline import Newsroom
from service.store.events import EventStore
from service.store.events_rows import EventChange
from service.summaries import EventSummarizer

CODEC = Codec(
    dump_translation=lambda translation: dumps(translation_record(translation)).encode(),
    load_translation=lambda data: translation_from_record(json.loads(data)),
    dump_event=lambda event: dumps(event_record(event)).encode(),
    load_event=lambda data: event_from_record(json.loads(data)),
)


def read_desk(path: Path) -> EventDesk:
    """A desk without a model: for looking; what is added to it is summarised in the sources' own sentences."""
    summarizer = EventSummarizer(None)
    return EventDesk(EventStore(path), lambda members: describe_event(members, summarizer.summarize), CODEC)


def change_record(change: EventChange) -> Record:
    """What became of an event, as the proto's EventChange has it."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(change).items()}


def stored_record(event: Event, version: int, made_at: str) -> Record:
    """An event of the store: its record, with the version and when that was made."""
    return {**event_record(event), "version": version, "made_at": made_at}


def current_record(current: CurrentEvent) -> Record:
    """An event of the store with what became of it, and what is new where that was asked for (null where not)."""
    news = current.news
    whole = {} if news is None else event_record(_only(current.event, news))
    names = ("document_ids", "summary", "agreed_facts", "conflicts")
    return {
        **stored_record(current.event, current.version, current.made_at),
        "merged": current.asked_id != current.event.event_id,
        "changes": [change_record(change) for change in current.changes],
        "new_since": None if news is None else {name: whole[name] for name in names},
    }


def _only(event: Event, news: News) -> Event:
    return replace(
        event,
        document_ids=news.document_ids,
        summary=replace(event.summary, sentences=news.sentences),
        agreed_facts=news.agreed_facts,
        conflicts=news.conflicts,
    )


def open_desk(newsroom: Newsroom, path: Path) -> EventDesk:
    """The desk over the store at `path`, which is opened when first used; also `newsroom.events` from now on."""
    newsroom.events = EventDesk(EventStore(path), newsroom.describe, CODEC)
    return newsroom.events
