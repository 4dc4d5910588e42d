"""Whole replies of TranslateDocument, ready as bytes: an article asked for again costs one look-up.

It is neither cleaned, detected nor segmented again, and waits for no worker thread. Replies lie in this process, up to
`READY_BYTES`, and under that in the cache on disk. What is kept is the `Translation` message as it goes over the wire, without
the document's id, so that the same article under another id is found too.

A reply is found again only for the same request, by the same code and language data, models, options and glossaries, and while
the translation memory answers each of its segments as it did then. Errors are not kept.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import sqlite3
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from service.config import Settings
from service.corpus.basis import basis
from service.domain import Translation
from service.pipeline import Newsroom
from service.rpc.glossary import glossary_of
from service.rpc.replies import translation_message
from service.rpc.requests import is_document_id
from service.store import ByteCache, canonical_json
from service.store.translation_memory_snapshot import watched
from service.store.translation_memory_watch import MemoryWatch, Version

READY_BYTES = 32 * 1024 * 1024
"""Bound on what the replies in this process weigh."""

_FORMAT = 1


@dataclass(frozen=True, slots=True)
class _Kept:
    """A reply: `body` is a Translation without its id, `answers` what the memory said of its segments, as JSON."""

    answers: bytes
    body: bytes
    version: Version
    """Of the memory when `answers` were last found to hold."""

    @property
    def weight(self) -> int:
        return len(self.answers) + len(self.body)


class ReplyCache:
    """Replies of one newsroom under one set of settings. `find` is for the event loop, `made` for a worker thread."""

    def __init__(self, newsroom: Newsroom, settings: Settings, *, ready_bytes: int = READY_BYTES) -> None:
        self._newsroom = newsroom
        self._settings = settings
        self._store: ByteCache | None = newsroom.cache
        rests_on = {"format": _FORMAT, "batching": settings.batching, **basis(newsroom, settings)}
        self._basis = hashlib.sha256(canonical_json(rests_on)).digest()
        self._watch = MemoryWatch(newsroom.memory.path) if newsroom.memory else None
        self._ready: OrderedDict[str, _Kept] = OrderedDict()
        self._bytes = 0
        self._ready_bytes = ready_bytes

    async def find(self, request: Any) -> bytes | None:
        """The Translation for a TranslateDocument request or one of its stream, or None where it must be made.

        Costs microseconds where it lies in this process; reads the disk in a thread. Raises what `glossary_of` raises.
        """
        if not is_document_id(request.document.document_id):
            return None
        key = self._key(request)
        try:
            version = self._version()
            kept = self._ready.get(key)
            if kept is None or kept.version != version:
                kept = await asyncio.to_thread(self._looked_up, key, kept, version)
        except sqlite3.Error:
            return None  # the memory can't be read; translating says so as it should be said
        self._hold(key, kept)
        if kept is None:
            return None
        self._newsroom.meter.add(cache_hits=1)
        return kept.body

    def made(self, request: Any, translate: Callable[[], Translation]) -> bytes:
        """The Translation that `translate` makes, kept for the next who asks."""
        try:
            version = self._version()
        except sqlite3.Error:
            version = None
        with watched() as answers:
            message = translation_message(translate())
        message.document_id = ""
        kept = _Kept(canonical_json(answers), message.SerializeToString(deterministic=True), version)
        if self._store:
            self._store.put(self._key(request), kept.answers + b"\n" + kept.body)
        return kept.body

    def close(self) -> None:
        """Let go of the memory's file."""
        if self._watch:
            self._watch.close()

    def _key(self, request: Any) -> str:
        """SHA-256 of all that the reply rests on: the request without the id, as canonical bytes, behind the basis."""
        asked = type(request)()
        asked.CopyFrom(request)
        asked.document.document_id = ""
        before = self._basis
        if request.glossary_names:  # files that may have changed since
            glossary = glossary_of(request.glossary, request.glossary_names, self._settings)
            before = hashlib.sha256(before + (glossary.signature if glossary else "").encode()).digest()
        return hashlib.sha256(before + asked.SerializeToString(deterministic=True)).hexdigest()

    def _version(self) -> Version:
        return self._watch.version() if self._watch else None

    def _looked_up(self, key: str, kept: _Kept | None, version: Version) -> _Kept | None:
        """`kept`, else what is on disk, if the memory still answers as it did."""
        if kept is not None and self._holds(kept):
            return _Kept(kept.answers, kept.body, version)
        value = self._store.get(key) if self._store else None
        if value is None:
            return None
        answers, _, body = value.partition(b"\n")
        stored = _Kept(answers, body, version)
        return stored if self._holds(stored) else None

    def _holds(self, kept: _Kept) -> bool:
        memory = self._newsroom.memory
        return memory is None or memory.still_answers(json.loads(kept.answers))

    def _hold(self, key: str, kept: _Kept | None) -> None:
        """Keep it in this process as the one used last; None: it no longer holds. On the event loop only: no lock is needed."""
        if (before := self._ready.pop(key, None)) is not None:
            self._bytes -= before.weight
        if kept is None:
            return
        self._ready[key] = kept
        self._bytes += kept.weight
        while self._bytes > self._ready_bytes:
            self._bytes -= self._ready.popitem(last=False)[1].weight
