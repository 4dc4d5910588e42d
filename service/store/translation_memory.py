"""The translation memory: the English that people approved, which wins over any model for the same original.

One SQLite file that no cache command touches. Several processes (a server and a command) and threads may use it at
once; an approval in one is what the next look-up of every other finds. Nothing is deleted: an approval that another takes
the place of stays in the history.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from service.errors import NotFoundError
from service.store import translation_memory_rows as rows
from service.store.translation_memory_connection import MemoryConnection
from service.store.translation_memory_pairs import (
    Approved,
    Correction,
    Decision,
    Proposal,
    State,
    checked,
    id_of,
    match_key,
    name_checked,
    number_of,
)
from service.store.translation_memory_snapshot import Answers, shown, watch

_NAMED = 5
"""Pending ids that an error names."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What one decision did: the correction as it is now, the id whose place it took, whether anything changed."""

    correction: Correction
    replaced: str | None
    changed: bool


@dataclass(slots=True)
class Added:
    """What came of many pairs: new ones, those that took another's place, those already there, those held back."""

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    kept: int = 0


class TranslationMemory(MemoryConnection):
    """The memory at `path`, opened when first used and made when first written to: nothing is written unasked.

    Every method may raise StorageError (MEMORY_DAMAGED, MEMORY_LOST, MEMORY_FAILED) and ConfigurationError
    (MEMORY_UNUSABLE). `clock` gives the time, UTC.
    """

    # Reading

    def check(self) -> None:
        """Open the file now, where there is one: a damaged memory is refused before any work, not in the midst of it."""
        with self.reading():
            pass

    def lookup(self, originals: Sequence[str], source_language_code: str) -> dict[str, Approved]:
        """The approved English of each of `originals` that has one, by the original as it was given.

        Equal are originals equal in NFC with white space collapsed (`match_key`); a pair of the language itself goes
        before one of `no`. Costs a stat where there is no memory.
        """
        keys = {original: match_key(original) for original in originals}
        with self._lock, self.file.guarded():
            db = self._reader()
            if db is None:
                found = dict[str, Approved]()
            else:
                self._snapshot.refresh(db, wrote=self._wrote)
                self._wrote = False
                found = self._snapshot.find(keys.values(), source_language_code)
        watch(source_language_code, {key: found.get(key) for key in keys.values()})
        return {original: found[key] for original, key in keys.items() if key in found}

    def still_answers(self, answers: Answers) -> bool:
        """Whether each look-up of `answers` (see `watched`) would be answered the same now."""
        for language_code, asked in answers.items():
            found = self.lookup(list(asked), language_code)
            if any(shown(found.get(key)) != answer for key, answer in asked.items()):
                return False
        return True

    def get(self, correction_id: str) -> Correction:
        """One correction. Raises NotFoundError (UNKNOWN_CORRECTION) naming ids that there are."""
        return self._known([correction_id])[0]

    def history(self, correction_id: str) -> list[Decision]:
        """What became of one correction, the oldest first. Raises NotFoundError."""
        number = int(self.get(correction_id).correction_id[1:])
        with self.reading() as db:
            return rows.history(db, number) if db else []

    def rivals(self, correction_id: str) -> list[Correction]:
        """The other corrections of the same original, the newest first. Raises NotFoundError."""
        number = int(self.get(correction_id).correction_id[1:])
        with self.reading() as db:
            return rows.rivals(db, number) if db else []

    def corrections(
        self,
        *,
        states: Sequence[State] = (),
        language_code: str = "",
        search: str = "",
        before: int | None = None,
        limit: int = -1,
    ) -> list[Correction]:
        """Corrections, the newest first: all by default; `before` gives those with a lower number, `limit` a page."""
        with self.reading() as db:
            if db is None:
                return []
            return list(
                rows.select(db, states=states, language_code=language_code, search=search, before=before, limit=limit)
            )

    def count(self, *, states: Sequence[State] = (), language_code: str = "", search: str = "") -> int:
        """How many corrections `corrections` would give without a limit."""
        with self.reading() as db:
            return rows.count(db, states=states, language_code=language_code, search=search) if db else 0

    def approved(self) -> Iterator[Correction]:
        """All of the memory as it is now, by language and original; read as it is asked for."""
        with self.file.guarded():
            if not self.file.is_there():
                return
            # A connection of its own: one reading transaction, however long its reader takes.
            with contextlib.closing(self.file.open(busy_seconds=self.busy_seconds)) as db:
                yield from rows.approved(db)

    # Writing

    def record(self, proposal: Proposal) -> Correction:
        """Keep a correction as pending. Said twice by the same author, or said already by the memory, it is one.

        Raises InvalidInputError naming the field at fault.
        """
        proposal = checked(proposal)
        key = match_key(proposal.original)
        with self.writing() as (db, at):
            number = rows.same(db, proposal, key) or rows.insert(db, proposal, key, at)
            correction = rows.get(db, number)
        assert correction is not None
        return correction

    def approve(self, correction_ids: Sequence[str], reviewer: str, *, note: str = "") -> list[Decided]:
        """Put corrections into the memory, in the order given; all or, where an id is unknown, none.

        Of two for the same original the later stays. A rejected or superseded one may be approved again. Raises
        NotFoundError (UNKNOWN_CORRECTION), InvalidInputError for an empty reviewer.
        """
        return self._decide(correction_ids, State.APPROVED, reviewer, note)

    def reject(self, correction_ids: Sequence[str], reviewer: str, *, note: str = "") -> list[Decided]:
        """Turn corrections down; an approved one leaves the memory, and the model's English comes back. As `approve`."""
        return self._decide(correction_ids, State.REJECTED, reviewer, note)

    def _decide(self, correction_ids: Sequence[str], state: State, reviewer: str, note: str) -> list[Decided]:
        reviewer = name_checked(reviewer, "reviewer")
        numbers = [int(c.correction_id[1:]) for c in self._known(correction_ids)]
        out = []
        with self.writing() as (db, at):
            for number in dict.fromkeys(numbers):
                before = rows.get(db, number)
                changed = before is not None and before.state is not state
                replaced = rows.decide(db, number, Decision(state, reviewer, at, note)) if changed else None
                now = rows.get(db, number)
                assert now is not None
                out.append(Decided(now, None if replaced is None else id_of(replaced), changed))
        return out

    def add(self, proposals: Iterable[Proposal], *, reviewer: str | None, keep: bool = False) -> Added:
        """Many checked pairs in one transaction: approved by `reviewer`, or pending where that is None.

        A pair whose original has another approved English takes its place, or with `keep` is held back.
        """
        reviewer = None if reviewer is None else name_checked(reviewer, "reviewer")
        out = Added()
        with self.writing() as (db, at):
            for proposal in proposals:
                key = match_key(proposal.original)
                before = rows.answer(db, proposal.language_code, key)
                number = rows.same(db, proposal, key)
                if (before and before[1] == proposal.text) or (number is not None and reviewer is None):
                    out.unchanged += 1
                elif before and keep:
                    out.kept += 1
                else:
                    number = number or rows.insert(db, proposal, key, at)
                    out.added += 1
                    if reviewer is not None:
                        decision = Decision(State.APPROVED, reviewer, at, proposal.note)
                        out.replaced += rows.decide(db, number, decision) is not None
        return out

    def _known(self, correction_ids: Sequence[str]) -> list[Correction]:
        with self.reading() as db:
            found = {}
            for name in correction_ids:
                number = number_of(name)
                found[name] = rows.get(db, number) if db and number is not None else None
            unknown = [name for name, correction in found.items() if correction is None]
            if unknown:
                waiting = list(rows.select(db, states=(State.PENDING,), limit=_NAMED + 1)) if db else []
                raise _unknown(unknown, [c.correction_id for c in waiting])
        return [correction for correction in (found[name] for name in correction_ids) if correction]


def _unknown(names: Sequence[str], pending: Sequence[str]) -> NotFoundError:
    more = ", …" if len(pending) > _NAMED else ""
    waiting = f"pending are {', '.join(pending[:_NAMED])}{more}" if pending else "none is pending"
    return NotFoundError(
        "UNKNOWN_CORRECTION",
        f"there is no correction {', '.join(name[:40] for name in names)}; {waiting} (`tidings memory list`)",
        metadata={"correction_ids": ",".join(names)[:500]},
    )
