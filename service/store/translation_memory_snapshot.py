"""The approved pairs as a table in this process, so that a look-up costs no query; and who looked what up.

`PRAGMA data_version` says when another connection has written; then only rows that are newer than the snapshot are read.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from service.store.translation_memory_pairs import Approved, State, codes_matching

Answers = dict[str, dict[str, list[str] | None]]
"""Language -> `match_key` of an original -> what a record shows of the memory's answer, None where it had none."""

_watching: ContextVar[Answers | None] = ContextVar("watching", default=None)


@contextmanager
def watched() -> Iterator[Answers]:
    """What is looked up in this thread (or task) until the block ends, and what the memory answered."""
    answers: Answers = {}
    token = _watching.set(answers)
    try:
        yield answers
    finally:
        _watching.reset(token)


def watch(language_code: str, found: Mapping[str, Approved | None]) -> None:
    """Tell whoever is watching that these keys were looked up."""
    answers = _watching.get()
    if answers is not None:
        answers.setdefault(language_code, {}).update({key: shown(answer) for key, answer in found.items()})


def shown(answer: Approved | None) -> list[str] | None:
    """All of an answer that a record shows: equal lists, equal records."""
    return None if answer is None else [answer.text, answer.author, answer.reviewer, answer.reviewed_on]


class Snapshot:
    """Approved pairs by language and key. Not safe from several threads by itself."""

    def __init__(self) -> None:
        self._pairs: dict[str, dict[str, tuple[int, Approved]]] = {}
        self._change = 0
        self._version: int | None = None

    def refresh(self, connection: sqlite3.Connection, *, wrote: bool) -> None:
        """Bring it up to date; `wrote` where this connection itself has written, which `data_version` does not tell."""
        version = connection.execute("PRAGMA data_version").fetchone()[0]
        if version == self._version and not wrote:
            return
        rows = connection.execute(
            "SELECT change, id, language, key, state, text, author, reviewer, reviewed_at FROM correction "
            "WHERE change > ? ORDER BY change",
            (self._change,),
        )
        for change, number, language, key, state, *answer in rows:
            pairs = self._pairs.setdefault(language, {})
            if state == State.APPROVED:
                pairs[key] = (number, Approved(*answer))
            elif key in pairs and pairs[key][0] == number:
                del pairs[key]
            self._change = change
        self._version = version

    def find(self, keys: Iterable[str], language_code: str) -> dict[str, Approved]:
        """The answers there are for `keys`; a pair of the language itself before one of `no`."""
        tables = [self._pairs[code] for code in codes_matching(language_code) if self._pairs.get(code)]
        found = {}
        for key in keys:
            for table in tables:
                if (hit := table.get(key)) is not None:
                    found[key] = hit[1]
                    break
        return found
