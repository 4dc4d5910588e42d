"""The memory's rows: reading them, and the changes that a person's decision makes. Inside the caller's transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

from service.store.translation_memory_pairs import Correction, Decision, Origin, Proposal, State, id_of

_COLUMNS = (
    "id, language, original, text, author, recorded_at, state, reviewer, reviewed_at, document_id, segment_id, origin"
)


def correction_of(row: Sequence[str]) -> Correction:
    """A row of `_COLUMNS` as a Correction."""
    number, language, original, text, author, at, state, reviewer, reviewed_at, document_id, segment_id, origin = row
    return Correction(
        id_of(int(number)), language, original, text, author, at, State(state), reviewer, reviewed_at, document_id,
        segment_id, Origin(origin),
    )  # fmt: skip


def get(db: sqlite3.Connection, number: int) -> Correction | None:
    """The correction with this number."""
    row = db.execute(f"SELECT {_COLUMNS} FROM correction WHERE id = ?", (number,)).fetchone()
    return None if row is None else correction_of(row)


def select(
    db: sqlite3.Connection,
    *,
    states: Sequence[State] = (),
    language_code: str = "",
    search: str = "",
    before: int | None = None,
    limit: int = -1,
) -> Iterator[Correction]:
    """The newest first: those in `states`, with `search` in the original or the English, with a number below `before`."""
    where, values = _where(states, language_code, search)
    if before is not None:
        where, values = f"{where} AND id < ?", [*values, before]
    rows = db.execute(f"SELECT {_COLUMNS} FROM correction WHERE {where} ORDER BY id DESC LIMIT ?", [*values, limit])
    return map(correction_of, rows)


def count(db: sqlite3.Connection, *, states: Sequence[State] = (), language_code: str = "", search: str = "") -> int:
    """How many `select` would give without a limit."""
    where, values = _where(states, language_code, search)
    return int(db.execute(f"SELECT count(*) FROM correction WHERE {where}", values).fetchone()[0])


def _where(states: Sequence[State], language_code: str, search: str) -> tuple[str, list[object]]:
    parts, values = ["1"], list[object]()
    if states:
        parts.append(f"state IN ({','.join('?' * len(states))})")
        values += [str(state) for state in states]
    if language_code:
        parts.append("language = ?")
        values.append(language_code)
    if search:
        # Case is folded by Python: SQLite's own LIKE knows ASCII only, and `Ærlig` should find `ærlig`.
        parts.append("(instr(casefold(original), ?) OR instr(casefold(text), ?))")
        values += [search.casefold()] * 2
    return " AND ".join(parts), values


def approved(db: sqlite3.Connection) -> Iterator[Correction]:
    """All of the memory, by language and original."""
    rows = db.execute(f"SELECT {_COLUMNS} FROM correction WHERE state = 'approved' ORDER BY language, key")
    return map(correction_of, rows)


def history(db: sqlite3.Connection, number: int) -> list[Decision]:
    """What became of one correction, the oldest first."""
    rows = db.execute("SELECT state, who, at, note FROM decision WHERE correction = ? ORDER BY id", (number,))
    return [Decision(State(state), who, at, note) for state, who, at, note in rows]


def rivals(db: sqlite3.Connection, number: int) -> list[Correction]:
    """The other corrections of the same original, the newest first."""
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM correction WHERE id <> ?1 AND (language, key) = "
        "(SELECT language, key FROM correction WHERE id = ?1) ORDER BY id DESC",
        (number,),
    )
    return list(map(correction_of, rows))


def same(db: sqlite3.Connection, proposal: Proposal, key: str) -> int | None:
    """The number of an equal correction that waits, or is in the memory: saying it twice makes no second one."""
    row = db.execute(
        "SELECT id FROM correction WHERE language = ? AND key = ? AND text = ? "
        "AND (state = 'approved' OR (state = 'pending' AND author = ?)) ORDER BY id DESC LIMIT 1",
        (proposal.language_code, key, proposal.text, proposal.author),
    ).fetchone()
    return None if row is None else int(row[0])


def answer(db: sqlite3.Connection, language_code: str, key: str) -> tuple[int, str] | None:
    """Number and English of the approved pair for exactly this language and key."""
    row = db.execute(
        "SELECT id, text FROM correction WHERE language = ? AND key = ? AND state = 'approved'", (language_code, key)
    ).fetchone()
    return None if row is None else (int(row[0]), str(row[1]))


def insert(db: sqlite3.Connection, proposal: Proposal, key: str, at: str) -> int:
    """A new pending correction; its number."""
    p = proposal
    recorded_at = p.recorded_at or at
    cursor = db.execute(
        "INSERT INTO correction (language, key, original, text, author, recorded_at, state, document_id, segment_id, "
        "origin, change) VALUES (?, ?, ?, ?, ?, ?, 'pending', ?, ?, ?, ?)",
        (
            p.language_code, key, p.original, p.text, p.author, recorded_at, p.document_id, p.segment_id,
            str(p.origin), _next_change(db),
        ),
    )  # fmt: skip
    number = int(cursor.lastrowid or 0)
    _log(db, number, Decision(State.PENDING, p.author, recorded_at, p.note))
    return number


def decide(db: sqlite3.Connection, number: int, decision: Decision) -> int | None:
    """Approve or reject a correction; the number of the pair that an approval takes the place of, if any."""
    replaced = None
    if decision.state is State.APPROVED:
        language, key = db.execute("SELECT language, key FROM correction WHERE id = ?", (number,)).fetchone()
        before = answer(db, language, key)
        if before and before[0] != number:
            replaced = before[0]
            # Its reviewer stays: who approved the newer one is in the history.
            db.execute(
                "UPDATE correction SET state = 'superseded', change = ? WHERE id = ?", (_next_change(db), replaced)
            )
            _log(db, replaced, Decision(State.SUPERSEDED, decision.who, decision.at, f"by {id_of(number)}"))
    db.execute(
        "UPDATE correction SET state = ?, reviewer = ?, reviewed_at = ?, change = ? WHERE id = ?",
        (str(decision.state), decision.who, decision.at, _next_change(db), number),
    )
    _log(db, number, decision)
    return replaced


def _log(db: sqlite3.Connection, number: int, decision: Decision) -> None:
    db.execute(
        "INSERT INTO decision (correction, state, who, at, note) VALUES (?, ?, ?, ?, ?)",
        (number, str(decision.state), decision.who, decision.at, decision.note),
    )


def _next_change(db: sqlite3.Connection) -> int:
    return int(db.execute("SELECT coalesce(max(change), 0) + 1 FROM correction").fetchone()[0])
