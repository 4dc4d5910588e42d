"""The events desk as the doors open it: the newsroom's own descriptions, records as they are everywhere."""

from __future__ import annotations

import json
from pathlib import Path

from service.corpus.records import dumps, event_from_record, event_record, translation_from_record, translation_record
from service.events.online import Codec, EventDesk
from service.pipeline import Newsroom
from service.store.events import EventStore

CODEC = Codec(
    dump_translation=lambda translation: dumps(translation_record(translation)).encode(),
    load_translation=lambda data: translation_from_record(json.loads(data)),
    dump_event=lambda event: dumps(event_record(event)).encode(),
    load_event=lambda data: event_from_record(json.loads(data)),
)


def open_desk(newsroom: Newsroom, path: Path) -> EventDesk:
    """The desk over the store at `path`, which is opened when first used; also `newsroom.events` from now on."""
    newsroom.events = EventDesk(EventStore(path), newsroom.describe, CODEC)
    return newsroom.events
