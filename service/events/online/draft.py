"""The store as it will be once articles have come, changed or gone, before anything of that is written."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from service.events.candidates import WINDOW_DAYS, may_be_alike, similar_pairs
from service.events.group import THRESHOLD
from service.events.online.profiles import load_profile
from service.events.profile import Profile
from service.events.similarity import similarity
from service.store import events_articles as article_rows


@dataclass(frozen=True, slots=True)
class Entry:
    """An article that comes: its record as JSON, what of it the store keeps in columns, and its profile."""

    document_id: str
    content: str
    outlet: str | None
    published_at: str | None
    record: bytes
    profile: Profile


class Draft:
    """The store behind `db` with `entries` (by number) in the place of what it has, and without the articles `gone`."""

    def __init__(self, db: sqlite3.Connection, entries: Mapping[int, Entry], gone: Collection[int] = ()) -> None:
        self._db = db
        self.entries = entries
        self.gone = frozenset(gone)
        self._hidden = self.gone | entries.keys()
        self.pairs = list(self._alike())
        self._links: defaultdict[int, set[int]] = defaultdict(set)
        for one, other in [*((a, b) for a, b, _ in self.pairs), *self._copies()]:
            self._links[one].add(other)
            self._links[other].add(one)

    def _alike(self) -> Iterator[tuple[int, int, float]]:
        """The pairs of entries with each other and with what stays."""
        order = sorted(self.entries)
        for low, high, value in similar_pairs([self.entries[number].profile for number in order], THRESHOLD):
            yield order[low], order[high], value
        for number in order:
            profile = self.entries[number].profile
            terms = [(term, profile.vector[term]) for term in profile.rare]
            shared = article_rows.sharing(self._db, terms, profile.day, WINDOW_DAYS)
            stay = {other: value for other, value in shared.items() if other not in self._hidden}
            common = article_rows.common_of(self._db, list(stay))
            doubtful = [n for n, s in stay.items() if may_be_alike(s, common[n], profile.common, THRESHOLD)]
            for other, (_, _, data) in article_rows.column(self._db, "profile", sorted(doubtful)).items():
                value = similarity(load_profile(data), profile)
                if value >= THRESHOLD:
                    yield number, other, value

    def _copies(self) -> Iterator[tuple[int, int]]:
        """Entries and the articles with an equal text."""
        holders: defaultdict[str, list[int]] = defaultdict(list)
        for number, entry in self.entries.items():
            if entry.profile.text_key:
                holders[entry.profile.text_key].append(number)
        for key, numbers in holders.items():
            stored = self._db.execute("SELECT number FROM article WHERE text_key = ?", (key,))
            alike = [*numbers, *(n for (n,) in stored if n not in self._hidden)]
            yield from ((numbers[0], other) for other in alike[1:])

    def neighbours(self, numbers: Collection[int]) -> set[int]:
        """Articles that a pair, or an equal text, connects to one of `numbers`."""
        stored = article_rows.neighbours(self._db, sorted(set(numbers) - self._hidden)) - self._hidden
        return stored.union(*(self._links[number] for number in numbers))

    def blocks(self, touched: Iterable[int]) -> Iterator[set[int]]:
        """The articles that chains of pairs and equal texts connect with `touched`, one set a connected block."""
        left = set(touched)
        while left:
            block: set[int] = set()
            edge = {min(left)}
            while edge:
                block |= edge
                edge = self.neighbours(edge) - block
            left -= block
            yield block

    def pairs_of(self, block: Collection[int]) -> list[tuple[int, int, float]]:
        """The pairs within a block, each once."""
        stored = article_rows.pairs_of(self._db, sorted(set(block) - self._hidden))
        kept = [(one, other, value) for one, other, value in stored if other not in self._hidden]
        return kept + [pair for pair in self.pairs if pair[0] in block]

    def profiles(self, numbers: Sequence[int]) -> dict[int, Profile]:
        """Article number -> its profile."""
        stored = article_rows.column(self._db, "profile", [n for n in numbers if n not in self.entries])
        own = {number: self.entries[number].profile for number in numbers if number in self.entries}
        return own | {number: load_profile(data) for number, (_, _, data) in stored.items()}

    def records(self, numbers: Sequence[int]) -> dict[str, bytes]:
        """document id -> the article's record."""
        stored = article_rows.column(self._db, "record", [n for n in numbers if n not in self.entries])
        own = {self.entries[n].document_id: self.entries[n].record for n in numbers if n in self.entries}
        return own | {document_id: record for document_id, _, record in stored.values()}
