"""Corrections for people and for machines."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from service.cli.options import Common

if TYPE_CHECKING:
    from service.corpus.touched import Touched
    from service.store import TranslationMemory
    from service.store.translation_memory_pairs import Correction


def correction_record(correction: Correction) -> dict[str, Any]:
    """A correction as a line of --json: the fields of the proto's Correction, `origin` beside them."""
    record = asdict(correction)
    return {"source_language_code": record.pop("language_code"), **record}


def show_corrections(corrections: Sequence[Correction], common: Common) -> None:
    """A line a correction for machines, a table for people."""
    from service.cli.terminal import console, show_table
    from service.corpus.records import dumps

    if common.json:
        for correction in corrections:
            click.echo(dumps(correction_record(correction)))
        return
    rows = [
        (c.correction_id, str(c.state), c.language_code, c.original, c.text, f"{c.author}\n{c.recorded_at[:10]}")
        for c in corrections
    ]
    if rows:
        show_table(console(), ("Id", "State", "From", "Original", "English", "Who"), rows, whole=(0, 1, 2))


def show_decided(corrections: Sequence[Correction], common: Common) -> None:
    """What has become of them, a line each."""
    if common.json:
        show_corrections(corrections, common)
        return
    for c in corrections:
        click.echo(f"{c.correction_id} is {c.state}: {c.original} -> {c.text}")


def show_history(memory: TranslationMemory, correction: Correction, common: Common) -> None:
    """One correction, what became of it, and the others of its original."""
    from service.cli.terminal import console, show_table
    from service.corpus.records import dumps

    history = memory.history(correction.correction_id)
    rivals = memory.rivals(correction.correction_id)
    if common.json:
        more = {
            "history": [{**asdict(d), "state": str(d.state)} for d in history],
            "same_original": [c.correction_id for c in rivals],
        }
        click.echo(dumps({**correction_record(correction), **more}))
        return
    found = " ".join(part for part in (correction.document_id, correction.segment_id) if part)
    rows = [
        ("Id", correction.correction_id),
        ("From", correction.language_code),
        ("Original", correction.original),
        ("English", correction.text),
        *([("Found in", found)] if found else []),
        *(
            (str(d.state).capitalize(), f"{_time(d.at)} by {d.who}" + (f": {d.note}" if d.note else ""))
            for d in history
        ),
        *((f"Also {c.correction_id}", f"{c.state}: {c.text}") for c in rivals),
    ]
    show_table(console(), ("Correction", ""), rows, whole=(0,))


_DONE = {"pending": "Recorded", "approved": "Approved", "rejected": "Rejected", "superseded": "Superseded"}


def _time(at: str) -> str:
    return at.replace("T", " ").removesuffix("Z") + " UTC"


def say_touched(touched: Touched, out: str, common: Common) -> None:
    """What the next corpus run does again."""
    from service.corpus.records import dumps

    if common.json:
        segments = [{"document_id": document, "segment_id": segment} for document, segment in touched.segments]
        record = {"corpus": out, "document_ids": list(touched.document_ids), "event_ids": list(touched.event_ids)}
        click.echo(dumps({**record, "segments": segments}))
        return
    if not touched.segments:
        click.echo(f"Touches nothing in {out}.")
        return
    events = f" and {counted(len(touched.event_ids), 'event')}" if touched.event_ids else ""
    click.echo(
        f"Touches {counted(len(touched.segments), 'segment')} in {counted(len(touched.document_ids), 'document')}{events}; "
        f"`tidings corpus {shlex.quote(touched.source)} --out {shlex.quote(out)}` makes them again:"
    )
    for document, segment in touched.segments:
        click.echo(f"  {document} {segment}")


def counted(number: int, word: str) -> str:
    """`1 pair`, `2 pairs`."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"
