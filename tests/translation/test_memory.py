"""From the memory's answer to a draft: as approved, unchecked, with who and on which day."""

from __future__ import annotations

import datetime

import pytest

from service.domain import Flag, FlagCode
from service.store import TranslationMemory
from service.store.translation_memory_pairs import Proposal
from service.translation.memory import remembered

NB = "Ferja la til kai 12. mai."
EN = "The ferry docked on 12 May"


@pytest.fixture
def memory(tmp_path):
    clock = lambda: datetime.datetime(2026, 11, 24, 23, 59, 1, tzinfo=datetime.UTC)  # noqa: E731
    with TranslationMemory(tmp_path / "memory.sqlite3", clock=clock) as opened:
        yield opened


def approve(memory, author, reviewer):
    correction = memory.record(Proposal(NB, EN, "nb", author))
    memory.approve([correction.correction_id], reviewer)


def test_a_remembered_segment_is_as_approved_and_says_who_and_on_which_day(memory):
    approve(memory, "Anna Berg", "Kari Nordmann")
    none, draft = remembered(["Noe annet.", NB], "nb", memory)
    assert none is None
    assert (draft.original, draft.language_code, draft.text, draft.score) == (NB, "nb", EN, None)
    detail = "from Anna Berg, approved by Kari Nordmann on 2026-11-24"
    assert draft.flags == (Flag(FlagCode.MEMORY, detail),), "no check is run: the missing full stop is the editor's"
    assert draft.doubt == 0


def test_an_author_who_approved_it_is_named_once(memory):
    approve(memory, "Kari Nordmann", "Kari Nordmann")
    (draft,) = remembered([NB], "nb", memory)
    assert draft.flags[0].detail == "approved by Kari Nordmann on 2026-11-24"


def test_nothing_is_remembered_in_another_language_or_without_a_memory(memory):
    approve(memory, "Anna Berg", "Kari Nordmann")
    assert remembered([NB], "nn", memory) == [None]
    assert remembered([NB, NB], "nb", None) == [None, None]
