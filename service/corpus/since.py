"""What is new in a corpus's events since the run before into the same folder, for the report and run.json.

The record files know nothing of it. What they said before is kept in OUT/.work until a run makes other events, so a run that
changes nothing shows the same news again.
"""

from __future__ import annotations

import filecmp
import json
import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from service.corpus.records import Record, dumps, event_from_record
from service.corpus.writer import RECORD_FILES, moved_into_place
from service.domain import Event
from service.events.online import new_since

logger = logging.getLogger(__name__)

BEFORE = "before.jsonl"
_TRANSLATIONS, _, _EVENTS, _ = RECORD_FILES


@dataclass(frozen=True, slots=True)
class EventNews:
    """What is new in one event: all of it (`whole`), or articles by id, and sentences, facts and conflicts by their place."""

    whole: bool
    document_ids: tuple[str, ...]
    revised: tuple[str, ...] = ()
    sentences: frozenset[int] = frozenset()
    agreed_facts: frozenset[int] = frozenset()
    conflicts: frozenset[int] = frozenset()

    @property
    def counted(self) -> dict[str, int]:
        """How many of what, by the names of `news` in run.json."""
        return {
            "documents": len(self.document_ids),
            "revised_documents": len(self.revised),
            "sentences": len(self.sentences),
            "agreed_facts": len(self.agreed_facts),
            "conflicts": len(self.conflicts),
        }


def news_of(out: Path, staging: Path, events: Sequence[Event]) -> dict[str, EventNews] | None:
    """Event id -> what is new in it, of those with anything new; None where no run was before.

    `events` are those whose records lie in `staging`, not published yet. An event is compared with the one before that has
    most of its articles. Only an event that an article came to, or a new text of one, has news: that a later Tidings words
    a sentence otherwise is none.
    """
    before = _before(out, staging)
    if before is None:
        return None
    contents, earlier = before
    now = dict(_contents(staging / _TRANSLATIONS))
    home = {document_id: number for number, event in enumerate(earlier) for document_id in event.document_ids}
    out_news: dict[str, EventNews] = {}
    for event in events:
        shared = Counter(home[name] for name in event.document_ids if name in home)
        if not shared:
            out_news[event.event_id] = EventNews(True, event.document_ids)
            continue
        old = earlier[max(shared, key=lambda number: (shared[number], -number))]
        revised = tuple(n for n in event.document_ids if n in old.document_ids and contents.get(n) != now[n])
        news = new_since(old, event)
        if news.document_ids or revised:
            out_news[event.event_id] = EventNews(
                False,
                news.document_ids,
                revised,
                _places(event.summary.sentences, news.sentences),
                _places(event.agreed_facts, news.agreed_facts),
                _places(event.conflicts, news.conflicts),
            )
    return out_news


def counts_of(news: Mapping[str, EventNews] | None) -> dict[str, int] | None:
    """`news` of run.json; None where no run was before."""
    if news is None:
        return None
    total = Counter(dict.fromkeys(EventNews(True, ()).counted, 0))
    for event in news.values():
        total.update(event.counted)
    whole = sum(event.whole for event in news.values())
    return {"events": whole, "changed_events": len(news) - whole, **total}


def _places(there: Sequence[object], new: Iterable[object]) -> frozenset[int]:
    wanted = list(new)
    return frozenset(place for place, thing in enumerate(there) if thing in wanted)


def _before(out: Path, staging: Path) -> tuple[dict[str, str], list[Event]] | None:
    """Contents by document id, and events, of the last run that made other events than those in `staging`."""
    kept = staging / BEFORE
    published = out / _EVENTS
    if published.is_file() and not filecmp.cmp(published, staging / _EVENTS, shallow=False):
        contents = {"documents": dict(_contents(out / _TRANSLATIONS))}
        with published.open(encoding="utf-8") as events:
            moved_into_place(kept, (dumps(contents) + "\n", *events))
    if not kept.is_file():
        return None
    try:
        with kept.open(encoding="utf-8") as lines:
            contents = json.loads(next(lines))
            return contents["documents"], [event_from_record(json.loads(line)) for line in lines]
    except (ValueError, KeyError, TypeError, StopIteration) as error:
        logger.warning("what %s said before can't be read (%r): the report marks nothing as new", out, error)
        return None


def _contents(translations: Path) -> Iterator[tuple[str, str]]:
    """Each document's content, of its versions the latest."""
    with translations.open(encoding="utf-8") as lines:
        for line in lines:
            record: Record = json.loads(line)
            yield record["document_id"], record["content_sha256"]
