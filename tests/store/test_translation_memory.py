"""The translation memory: who said what wins, nothing is lost, several processes see one memory."""

from __future__ import annotations

import datetime
import multiprocessing
import sqlite3
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from service.errors import ConfigurationError, InvalidInputError, NotFoundError, StorageError
from service.store import TranslationMemory
from service.store.translation_memory_file import KEPT_BACKUPS
from service.store.translation_memory_pairs import Proposal, State, checked
from service.store.translation_memory_snapshot import watched

ROOT = Path(__file__).resolve().parents[2]
NB = "Ferja la til kai klokka ti."
EN = "The ferry docked at ten."
PROPOSAL = Proposal(NB, EN, "nb", "Anna Berg", "sport/17", "p1.s2")


class Clock:
    """A day in November that a test can move."""

    def __init__(self):
        self.now = datetime.datetime(2026, 11, 24, 9, 30, 12, tzinfo=datetime.UTC)

    def __call__(self):
        return self.now

    def pass_days(self, days):
        self.now += datetime.timedelta(days=days)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def memory(tmp_path, clock):
    with TranslationMemory(tmp_path / "memory.sqlite3", clock=clock) as opened:
        yield opened


def text_of(memory, original=NB, code="nb"):
    return {o: a.text for o, a in memory.lookup([original], code).items()}.get(original)


def approve(memory, proposal=PROPOSAL, reviewer="Kari Nordmann"):
    correction = memory.record(proposal)
    (decided,) = memory.approve([correction.correction_id], reviewer)
    return decided.correction


class TestLookup:
    def test_a_pending_correction_changes_nothing_and_an_approved_one_does(self, memory):
        correction = memory.record(PROPOSAL)
        assert (correction.state, text_of(memory)) == (State.PENDING, None)
        memory.approve([correction.correction_id], "Kari Nordmann")
        answer = memory.lookup([NB], "nb")[NB]
        assert (answer.text, answer.author, answer.reviewer) == (EN, "Anna Berg", "Kari Nordmann")
        assert (answer.reviewed_at, answer.reviewed_on) == ("2026-11-24T09:30:12Z", "2026-11-24")

    @pytest.mark.parametrize(
        ("asked", "found", "reason"),
        [
            (NB, True, "as it was written"),
            ("  Ferja la\u00a0til \n kai klokka ti. ", True, "white space is collapsed"),
            ("Ferja la til kai klokka ti", False, "punctuation counts"),
            ("FERJA la til kai klokka ti.", False, "case counts"),
            ("Ferja la til kai klokka to.", False, "a word counts"),
        ],
    )
    def test_what_is_the_same_original(self, memory, asked, found, reason):
        approve(memory)
        assert (text_of(memory, asked) == EN) is found, reason

    def test_letters_are_the_same_however_they_are_composed(self, memory):
        approve(memory, replace(PROPOSAL, original="Båten gikk."))
        assert text_of(memory, "Ba\u030aten gikk.") == EN

    @pytest.mark.parametrize(
        ("stored", "asked", "found"),
        [("nb", "nn", False), ("nn", "nb", False), ("no", "nb", True), ("no", "nn", True), ("no", "da", False),
         ("de", "nb", False), ("nb", "no", True)],
    )  # fmt: skip
    def test_bokmal_and_nynorsk_are_two_languages_and_norwegian_is_both(self, memory, stored, asked, found):
        approve(memory, replace(PROPOSAL, language_code=stored))
        assert (text_of(memory, code=asked) is not None) is found

    def test_a_pair_of_the_language_itself_goes_before_one_of_norwegian(self, memory):
        approve(memory)
        approve(memory, replace(PROPOSAL, language_code="no", text="The ferry berthed at ten."))
        assert text_of(memory) == EN
        assert text_of(memory, code="nn") == "The ferry berthed at ten."

    def test_without_a_memory_nothing_is_found_and_nothing_is_made(self, memory, tmp_path):
        assert memory.lookup([NB], "nb") == {}
        assert (memory.corrections(), memory.count(), list(memory.approved())) == ([], 0, [])
        assert list(tmp_path.iterdir()) == []

    def test_who_watches_hears_what_was_asked_and_answered(self, memory):
        approve(memory)
        with watched() as answers:
            memory.lookup([NB, "Noe  annet."], "nb")
        memory.lookup(["Ikke hørt."], "nb")
        assert answers == {"nb": {NB: [EN, "Anna Berg", "Kari Nordmann", "2026-11-24"], "Noe annet.": None}}
        assert memory.still_answers(answers)
        approve(memory, replace(PROPOSAL, original="Noe annet.", text="Something else."))
        assert not memory.still_answers(answers), "what had no answer has one now"

    def test_a_later_time_of_the_same_day_is_no_other_answer(self, memory, clock):
        correction = approve(memory)
        with watched() as answers:
            memory.lookup([NB], "nb")
        memory.reject([correction.correction_id], "Kari Nordmann")
        assert not memory.still_answers(answers)
        clock.now += datetime.timedelta(hours=3)
        memory.approve([correction.correction_id], "Kari Nordmann")
        assert memory.still_answers(answers)


class TestDecisions:
    def test_an_approval_takes_the_place_of_an_earlier_one_which_stays_in_the_history(self, memory, clock):
        first = approve(memory)
        clock.pass_days(1)
        second = approve(memory, replace(PROPOSAL, text="The ferry berthed at ten.", author="Ola"), "Per")
        assert text_of(memory) == "The ferry berthed at ten."
        assert memory.get(first.correction_id).state is State.SUPERSEDED
        assert [(d.state, d.who, d.at[:10], d.note) for d in memory.history(first.correction_id)] == [
            (State.PENDING, "Anna Berg", "2026-11-24", ""),
            (State.APPROVED, "Kari Nordmann", "2026-11-24", ""),
            (State.SUPERSEDED, "Per", "2026-11-25", f"by {second.correction_id}"),
        ]
        assert [c.correction_id for c in memory.rivals(second.correction_id)] == [first.correction_id]

    def test_the_earlier_one_may_be_approved_again(self, memory):
        first = approve(memory)
        second = approve(memory, replace(PROPOSAL, text="The ferry berthed at ten."))
        (decided,) = memory.approve([first.correction_id], "Per")
        assert (decided.replaced, decided.changed) == (second.correction_id, True)
        assert text_of(memory) == EN

    def test_a_rejected_pair_leaves_the_memory(self, memory):
        correction = approve(memory)
        memory.reject([correction.correction_id], "Per", note="the ferry came at eleven")
        assert text_of(memory) is None
        assert memory.history(correction.correction_id)[-1].note == "the ferry came at eleven"

    def test_deciding_the_same_twice_changes_nothing(self, memory):
        correction = approve(memory)
        (again,) = memory.approve([correction.correction_id], "Per")
        assert not again.changed
        assert again.correction == correction

    def test_of_two_for_one_original_the_later_stays(self, memory):
        ids = [memory.record(replace(PROPOSAL, text=f"Version {n}.")).correction_id for n in (1, 2)]
        decided = memory.approve(ids, "Per")
        assert text_of(memory) == "Version 2."
        assert decided[1].replaced == ids[0]

    def test_an_unknown_id_is_named_with_those_that_wait_and_nothing_is_done(self, memory):
        known = memory.record(PROPOSAL).correction_id
        with pytest.raises(NotFoundError, match=r"no correction c99, x; pending are c1 ") as caught:
            memory.approve([known, "c99", "x"], "Per")
        assert caught.value.reason == "UNKNOWN_CORRECTION"
        assert memory.get(known).state is State.PENDING

    def test_said_twice_is_one_correction(self, memory):
        first = memory.record(PROPOSAL)
        assert memory.record(PROPOSAL) == first, "a client that tries again"
        assert memory.record(replace(PROPOSAL, author="Ola")).correction_id != first.correction_id
        memory.approve([first.correction_id], "Per")
        assert memory.record(replace(PROPOSAL, author="Eva")).correction_id == first.correction_id, "it is so already"

    @pytest.mark.parametrize(
        ("change", "field", "says"),
        [
            ({"original": " \n"}, "original", "words"),
            ({"text": "…"}, "text", "words"),
            ({"original": "a" * 5001}, "original", "5,001"),
            ({"text": "a\x00b"}, "text", "plain text"),
            ({"language_code": "nob"}, "source_language_code", "nb, nn, no, de, da, sv"),
            ({"author": ""}, "author", "say who"),
            ({"author": "a" * 201}, "author", "200"),
            ({"document_id": "a\nb"}, "document_id", "control"),
            ({"segment_id": "a" * 513}, "segment_id", "512"),
        ],
    )
    def test_a_bad_field_is_named(self, memory, change, field, says):
        with pytest.raises(InvalidInputError, match=says) as caught:
            memory.record(replace(PROPOSAL, **change))
        assert caught.value.field == field
        assert memory.count() == 0

    def test_the_english_is_one_line_and_keeps_its_no_break_spaces(self):
        assert checked(replace(PROPOSAL, text=" At\n10\u00a0o'clock. ")).text == "At 10\u00a0o'clock."


class TestMany:
    def test_pairs_are_added_replaced_left_or_held_back(self, memory):
        approve(memory)
        other = replace(PROPOSAL, original="Noe annet.", text="Something else.")
        better = replace(PROPOSAL, text="The ferry berthed at ten.")
        added = memory.add([PROPOSAL, other, better], reviewer="Per", keep=True)
        assert (added.added, added.replaced, added.unchanged, added.kept) == (1, 0, 1, 1)
        assert text_of(memory) == EN
        added = memory.add([better, other], reviewer="Per")
        assert (added.added, added.replaced, added.unchanged, added.kept) == (1, 1, 1, 0)
        assert text_of(memory) == "The ferry berthed at ten."

    def test_pending_pairs_wait(self, memory):
        assert memory.add([PROPOSAL, PROPOSAL], reviewer=None).added == 1
        assert (text_of(memory), memory.count(states=[State.PENDING])) == (None, 1)

    def test_the_newest_come_first_and_a_search_finds_them(self, memory):
        for n in range(5):
            memory.record(replace(PROPOSAL, original=f"Ærlig sak {n}.", language_code="nn" if n % 2 else "nb"))
        assert [c.correction_id for c in memory.corrections(limit=2)] == ["c5", "c4"]
        assert [c.correction_id for c in memory.corrections(before=4, limit=2)] == ["c3", "c2"]
        assert memory.count(search="ærlig SAK 3") == 1
        assert memory.count(language_code="nn") == 2
        assert memory.count(states=[State.APPROVED, State.REJECTED]) == 0


class TestSeveral:
    def test_another_connection_sees_an_approval_at_once(self, memory, tmp_path):
        memory.lookup([NB], "nb")
        with TranslationMemory(tmp_path / "memory.sqlite3") as server:
            assert text_of(server) is None
            correction = approve(memory)
            assert text_of(server) == EN
            memory.reject([correction.correction_id], "Per")
            assert text_of(server) is None

    def test_processes_write_at_once_and_nothing_is_lost(self, memory, tmp_path):
        script = (
            "import sys\nfrom pathlib import Path\nfrom service.store import TranslationMemory\n"
            "from service.store.translation_memory_pairs import Proposal\n"
            f"m = TranslationMemory(Path({str(tmp_path / 'memory.sqlite3')!r}))\n"
            "for n in range(20):\n"
            "    c = m.record(Proposal(f'Sak {sys.argv[1]} {n}.', f'Story {n}.', 'nb', 'A'))\n"
            "    m.approve([c.correction_id], 'B')\n"
        )
        children = [subprocess.Popen([sys.executable, "-c", script, str(i)], cwd=ROOT) for i in range(3)]
        assert [child.wait(60) for child in children] == [0, 0, 0]
        assert memory.count(states=[State.APPROVED]) == 60
        assert text_of(memory, "Sak 2 19.") == "Story 19."

    def test_threads_share_one(self, memory):
        failed = []

        def work(thread):
            try:
                for n in range(10):
                    proposal = replace(PROPOSAL, original=f"Sak {thread} {n}.", text=f"Story {thread} {n}.")
                    approve(memory, proposal)
                    assert text_of(memory, proposal.original) == proposal.text
            except Exception as error:
                failed.append(error)

        threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failed == []
        assert memory.count(states=[State.APPROVED]) == 40

    def test_a_forked_child_opens_its_own(self, memory):
        approve(memory)
        queue = multiprocessing.get_context("fork").Queue()
        child = multiprocessing.get_context("fork").Process(target=lambda: queue.put(text_of(memory)))
        child.start()
        assert queue.get(timeout=20) == EN
        child.join(20)
        assert text_of(memory) == EN


class TestDamage:
    """It is people's work: refused with a way back, never begun anew."""

    def damage(self, memory):
        memory.close()
        memory.path.write_bytes(b"rubbish " * 4096)

    def test_a_damaged_memory_is_refused_and_left_as_it_is(self, memory):
        memory.record(PROPOSAL)
        self.damage(memory)
        before = memory.path.read_bytes()
        for use in (
            lambda: memory.lookup([NB], "nb"),
            lambda: memory.record(PROPOSAL),
            memory.corrections,
            memory.check,
        ):
            with pytest.raises(StorageError, match="tidings memory import") as caught:
                use()
            assert caught.value.reason == "MEMORY_DAMAGED"
        assert memory.path.read_bytes() == before
        assert len(list(memory.path.parent.glob("memory*"))) == 1

    def test_a_page_that_was_overwritten_is_found_when_it_is_opened(self, memory):
        memory.add((replace(PROPOSAL, original=f"Sak nummer {n}.") for n in range(500)), reviewer="Per")
        memory.close()
        data = bytearray(memory.path.read_bytes())
        data[8192:12288] = b"\xff" * 4096
        memory.path.write_bytes(data)
        with pytest.raises(StorageError) as caught:
            memory.count()
        assert caught.value.reason == "MEMORY_DAMAGED"

    def test_the_newest_backup_is_named_and_restores(self, memory, clock):
        approve(memory)
        clock.pass_days(1)
        memory.record(replace(PROPOSAL, original="Noe annet."))
        self.damage(memory)
        with pytest.raises(StorageError, match=r"memory restore.*memory\.sqlite3\.backup-2026-11-25"):
            memory.lookup([NB], "nb")
        used, aside = memory.file.restore()
        assert (used.name, aside.name) == ("memory.sqlite3.backup-2026-11-25", "memory.sqlite3.replaced-1")
        assert (text_of(memory), memory.count()) == (EN, 1)
        assert aside.read_bytes().startswith(b"rubbish")

    def test_a_memory_that_is_gone_is_not_begun_anew_while_its_backups_are_there(self, memory, clock):
        approve(memory)
        clock.pass_days(1)
        memory.record(replace(PROPOSAL, original="Noe annet."))
        memory.close()
        for spoil in (memory.path.unlink, lambda: memory.path.write_bytes(b"")):
            spoil()
            with pytest.raises(StorageError, match="backup-2026-11-25") as caught:
                memory.record(PROPOSAL)
            assert caught.value.reason == "MEMORY_LOST"

    def test_an_open_memory_follows_a_restored_file(self, memory, clock):
        approve(memory)
        clock.pass_days(1)
        approve(memory, replace(PROPOSAL, text="The ferry berthed at ten."))
        assert text_of(memory) == "The ferry berthed at ten."
        memory.file.restore()
        assert text_of(memory) == EN

    def test_a_backup_that_is_damaged_too_is_refused_and_nothing_is_moved(self, memory, clock):
        approve(memory)
        clock.pass_days(1)
        approve(memory, replace(PROPOSAL, original="Noe annet."))
        backup = memory.file.backups()[0]
        backup.write_bytes(b"rubbish " * 500)
        with pytest.raises(StorageError, match="is no sound translation memory"):
            memory.file.restore()
        assert text_of(memory) == EN
        with pytest.raises(NotFoundError, match=backup.name):
            memory.file.restore(memory.path.with_name("none"))

    def test_one_backup_a_day_and_a_fortnight_of_them(self, memory, clock):
        memory.record(PROPOSAL)
        assert memory.file.backups() == [], "there was nothing to keep before the first pair"
        for n in range(KEPT_BACKUPS + 3):
            clock.pass_days(1)
            memory.record(replace(PROPOSAL, original=f"Sak {n}."))
            memory.record(replace(PROPOSAL, original=f"Sak {n} igjen."))
        kept = memory.file.backups()
        assert len(kept) == KEPT_BACKUPS
        assert kept[0].name.endswith("2026-12-11")
        (rows,) = sqlite3.connect(kept[0]).execute("SELECT count(*) FROM correction").fetchone()
        assert rows == memory.count() - 2, "as it was before the first change of that day"

    def test_a_memory_of_a_newer_tidings_is_refused(self, memory):
        approve(memory)
        memory.close()
        db = sqlite3.connect(memory.path)
        db.execute("PRAGMA user_version=99")
        db.close()
        with pytest.raises(ConfigurationError, match="newer Tidings"):
            memory.lookup([NB], "nb")

    def test_a_place_that_cannot_be_written_is_named(self, tmp_path):
        (tmp_path / "file").write_text("")
        with pytest.raises(ConfigurationError, match="TIDINGS_MEMORY_PATH") as caught:
            TranslationMemory(tmp_path / "file" / "memory.sqlite3").record(PROPOSAL)
        assert caught.value.reason == "MEMORY_UNUSABLE"
