"""Pairs from a table: an original, a tab, its English, one pair a line, UTF-8."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from service.errors import InvalidInputError
from service.store.tmx import Unit
from service.store.translation_memory_pairs import Origin, Proposal, checked


def read_tsv(stream: IO[bytes], *, language_code: str, author: str, name: str) -> Iterator[Unit]:
    """The lines of a TSV file as units; empty lines are none. A bad line is a fault, and the rest is read."""
    for number, line in enumerate(stream, 1):
        if line.strip():
            yield _unit(line, number, language_code=language_code, author=author, name=name)


def _unit(line: bytes, number: int, *, language_code: str, author: str, name: str) -> Unit:
    try:
        # A byte order mark is what spreadsheets put before the first line.
        cells = line.decode("utf-8").removeprefix("\ufeff").rstrip("\r\n").split("\t")
    except UnicodeDecodeError as error:
        return Unit(number, fault=f"byte {error.start + 1} is not UTF-8; save the file as UTF-8")
    if len(cells) != 2:
        return Unit(number, fault=f"it has {len(cells)} columns; it should be an original, a tab and its English")
    note = f"imported from {name}"
    try:
        return Unit(
            number, (checked(Proposal(cells[0], cells[1], language_code, author, origin=Origin.TSV, note=note)),)
        )
    except InvalidInputError as error:
        return Unit(number, fault=error.message)
