"""tidings memory: what it says, what it leaves behind, and that no cache command touches it."""

from __future__ import annotations

import json

import pytest

from service.cli import main
from service.store import TranslationMemory
from service.store.translation_memory_pairs import Proposal
from tests.cli.test_cli import home  # noqa: F401  # a fixture
from tests.corpus.fakes import install
from tests.corpus.test_readers import jsonl, write
from tests.store.test_tmx import HEAD, unit

NB, EN = "Brann i Bodø", "Fire in Bodø."


@pytest.fixture(autouse=True)
def login(monkeypatch):
    monkeypatch.setattr("getpass.getuser", lambda: "kari")


@pytest.fixture
def memory(home):  # noqa: F811
    with TranslationMemory(home / "home" / "memory.sqlite3") as opened:
        yield opened


@pytest.fixture
def run(capfd):
    """Run `tidings memory …`: exit code, standard output, standard error."""

    def run(*arguments, command="memory"):
        code = main([command, *map(str, arguments)])
        out, err = capfd.readouterr()
        assert "Traceback" not in err
        return code, out, err

    return run


def records(out):
    return [json.loads(line) for line in out.splitlines()]


def record(memory, original=NB, text=EN, code="nb"):
    return memory.record(Proposal(original, text, code, "Anna Berg", "sport/17", "p1.s2")).correction_id


class TestLook:
    def test_an_empty_memory_is_said_and_nothing_is_made(self, run, home):  # noqa: F811
        assert run("list") == (0, "", "no corrections\n")
        assert run("list", "--json")[1] == ""
        code, out, _ = run("stats")
        assert code == 0
        assert "none yet" in out
        assert not (home / "home").exists()

    def test_the_list_lines_up(self, run, memory):
        record(memory)
        record(memory, "Ingen ble skadd.", "Nobody was hurt.", "nn")
        code, out, _ = run("list")
        head, *rows = out.splitlines()
        assert (code, head.split()) == (0, ["Id", "State", "From", "Original", "English", "Who"])
        assert rows[0].startswith("c2"), "the newest first"
        at = head.index("English")
        assert [row[at:].split("  ")[0] for row in rows if row.startswith("c")] == ["Nobody was hurt.", "Fire in Bodø."]

    def test_records_have_the_names_of_the_proto(self, run, memory):
        record(memory)
        ((first,), _) = records(run("list", "--json")[1]), None
        assert {
            k: first[k] for k in ("correction_id", "source_language_code", "original", "text", "author", "state")
        } == {
            "correction_id": "c1",
            "source_language_code": "nb",
            "original": NB,
            "text": EN,
            "author": "Anna Berg",
            "state": "pending",
        }
        assert (first["document_id"], first["segment_id"], first["origin"]) == ("sport/17", "p1.s2", "correction")

    def test_the_list_is_narrowed_and_says_what_it_left_out(self, run, memory):
        for n in range(3):
            record(memory, f"Sak {n}.", f"Story {n}.", "de" if n == 2 else "nb")
        run("approve", "c1")
        assert [r["correction_id"] for r in records(run("list", "--json", "--state", "pending")[1])] == ["c3", "c2"]
        assert [r["correction_id"] for r in records(run("list", "--json", "--from", "de")[1])] == ["c3"]
        assert [r["correction_id"] for r in records(run("list", "--json", "--search", "story 1")[1])] == ["c2"]
        _, out, err = run("list", "--json", "--limit", "1")
        assert (len(records(out)), err) == (1, "and 2 more; --limit 3 shows all\n")

    def test_show_tells_the_whole_history(self, run, memory):
        record(memory)
        run("approve", "c1", "--reviewer", "Kari Nordmann")
        run("add", NB, "A fire in Bodø.", "--from", "nb")
        code, out, _ = run("show", "c1")
        assert code == 0
        for said in (
            "sport/17 p1.s2",
            "by Anna Berg",
            "by Kari Nordmann",
            "by kari: by c2",
            "approved: A fire in Bodø.",
        ):
            assert said in out
        (shown,) = records(run("show", "c1", "--json")[1])
        assert [d["state"] for d in shown["history"]] == ["pending", "approved", "superseded"]
        assert shown["same_original"] == ["c2"]

    def test_stats_count_and_name_the_backups(self, run, memory):
        record(memory)
        run("approve", "c1")
        (stats,) = records(run("stats", "--json")[1])
        assert stats["states"] == {"pending": 0, "approved": 1, "rejected": 0, "superseded": 0}
        assert stats["approved_by_language"] == {"nb": 1}
        assert stats["path"] == str(memory.path)
        (backup,) = stats["backups"]
        assert backup in run("stats")[1]


class TestDecide:
    def test_approved_by_the_login_name_or_who_is_named(self, run, memory):
        record(memory), record(memory, "Noe annet.")
        assert run("approve", "c1") == (0, f"c1 is approved: {NB} -> {EN}\n", "")
        run("approve", "2", "--reviewer", "Kari Nordmann", "--note", "checked with the desk")
        assert [memory.get(name).reviewer for name in ("c1", "c2")] == ["kari", "Kari Nordmann"]
        assert memory.history("c2")[-1].note == "checked with the desk"

    def test_all_that_wait(self, run, memory):
        record(memory), record(memory, "Noe annet.")
        code, out, _ = run("approve", "--all", "--json")
        assert code == 0
        assert [(r["correction_id"], r["state"]) for r in records(out)] == [("c1", "approved"), ("c2", "approved")]
        assert run("approve", "--all") == (0, "", "none is pending\n")

    def test_what_takes_a_place_and_what_changes_nothing_is_said(self, run, memory):
        record(memory), record(memory, text="A fire in Bodø.")
        run("approve", "c1")
        assert run("approve", "c2")[2] == "c2 takes the place of c1\n"
        assert run("approve", "c2")[2] == "c2 was approved already\n"
        assert run("approve", "c2", "-q")[2] == ""

    def test_rejected_leaves_the_memory(self, run, memory):
        record(memory)
        run("approve", "c1")
        assert run("reject", "c1", "--note", "wrong town")[1].startswith("c1 is rejected")
        assert memory.lookup([NB], "nb") == {}

    def test_added_is_approved_unless_it_should_wait(self, run, memory):
        assert run("add", NB, EN, "--from", "nb", "--author", "Jan")[1] == f"c1 is approved: {NB} -> {EN}\n"
        assert run("add", "Noe annet.", "Else.", "--from", "nn", "--pending")[1].startswith("c2 is pending")
        assert memory.lookup([NB], "nb")[NB].author == "Jan"

    @pytest.mark.parametrize(
        ("arguments", "says"),
        [
            (("approve", "c9"), "no correction c9; pending are c1 "),
            (("approve",), "pending are c1"),
            (("approve", "c1", "--all"), "exclude each other"),
            (("approve", "c1", "--reviewer", " "), "reviewer is empty"),
            (("approve", "c1", "--corpus", "none"), "none holds no records"),
            (("reject", "x"), "no correction x"),
            (("show", "c1", "c9"), "no correction c9"),
            (("add", NB, "", "--from", "nb"), "text is ''"),
            (("add", NB, EN, "--from", "fr"), "'nb', 'nn', 'no', 'de', 'da', 'sv'"),
            (("list", "--from", "fr"), "'nb', 'nn', 'no', 'de', 'da', 'sv'"),
            (("list", "--state", "good"), "'pending', 'approved', 'rejected', 'superseded'"),
            (("import", "none.tmx"), "none.tmx does not exist"),
            (("import", "pairs.tsv"), "--from LANG"),
            (("import", "pairs.doc"), "neither a .tmx nor a .tsv"),
            (("restore", "none"), "is no backup"),
        ],
    )
    def test_a_wrong_command_is_named_and_does_nothing(self, run, memory, home, arguments, says):  # noqa: F811
        write(home, {"pairs.tsv": "a\tb", "pairs.doc": "a"})
        record(memory)
        code, out, err = run(*arguments)
        assert (code, out) == (2, "")
        assert says in " ".join(err.split())
        assert [c.state for c in memory.corrections()] == ["pending"]

    def test_a_damaged_memory_names_its_backup_and_restores_it(self, run, memory):
        record(memory)
        run("approve", "c1")
        memory.close()
        memory.path.write_bytes(b"rubbish " * 1000)
        code, _, err = run("list")
        assert code == 2
        assert "`tidings memory restore`" in err
        code, out, _ = run("restore")
        assert code == 0
        assert "1 correction;" in out
        assert run("list", "--json")[0] == 0


class TestExchange:
    def test_a_tmx_comes_in_and_its_bad_units_are_told(self, run, memory, home):  # noqa: F811
        units = (
            unit("Brann.", "A fire."), unit("Les <ph/>mer.", "Read more."), unit(target=""), unit(code="fr"),
            unit("Brann.", "Fire!"),
        )  # fmt: skip
        write(home, {"old.tmx": HEAD + "<body>\n" + "\n".join(units) + "</body></tmx>"})
        code, out, err = run("import", "old.tmx", "--reviewer", "Kari Nordmann")
        assert code == 1
        assert "old.tmx, line 6: text is ''" in err
        assert out == (
            "old.tmx: 3 pairs approved, 1 of them in the place of another, 1 with inline tags left out, "
            "1 units of other languages left, 1 bad units\n"
        )
        answer = memory.lookup(["Brann.", "Les mer."], "nb")["Brann."]
        assert (answer.text, answer.author, answer.reviewer) == ("Fire!", "old.tmx", "Kari Nordmann")

    def test_an_import_may_wait_or_yield(self, run, memory, home):  # noqa: F811
        write(home, {"a.tsv": f"{NB}\tBodø burns.\nNoe annet.\tSomething else.\n"})
        run("add", NB, EN, "--from", "nb")
        (counts,) = records(run("import", "a.tsv", "--from", "nb", "--keep", "--json")[1])
        assert (counts["added"], counts["kept"], counts["bad_units"]) == (1, 1, 0)
        (counts,) = records(run("import", "a.tsv", "--from", "nb", "--pending", "--json")[1])
        assert (counts["added"], counts["unchanged"]) == (1, 1)
        assert memory.lookup([NB], "nb")[NB].text == EN

    def test_what_goes_out_comes_back_into_another_memory(self, run, memory, home, monkeypatch):  # noqa: F811
        record(memory), record(memory, "Die Fähre & «Kai».", "The ferry & “Kai”.", "de")
        run("approve", "--all")
        assert run("export", "memory.tmx")[1] == "memory.tmx: 2 pairs\n"
        assert run("export")[1] == (home / "memory.tmx").read_text(encoding="utf-8")
        monkeypatch.setenv("TIDINGS_MEMORY_PATH", str(home / "other" / "memory.sqlite3"))
        assert run("import", "memory.tmx")[0] == 0
        with TranslationMemory(home / "other" / "memory.sqlite3") as other:
            assert [(c.original, c.text, c.author, c.document_id) for c in other.approved()] == [
                (c.original, c.text, c.author, c.document_id) for c in memory.approved()
            ]

    def test_a_large_import_is_done_in_batches(self, run, memory, home):  # noqa: F811
        write(home, {"a.tsv": "".join(f"Sak {n}.\tStory {n}.\n" for n in range(1500)) + "bad\n"})
        assert run("import", "a.tsv", "--from", "nb")[0] == 1
        assert memory.count() == 1500


class TestBeside:
    def test_no_cache_command_touches_it(self, run, memory, home, monkeypatch):  # noqa: F811
        install(monkeypatch)
        write(home, {"a.txt": "Brann i Bodø. Tolv ble skadd."})
        main(["translate", "a.txt"])
        record(memory)
        run("approve", "c1")
        assert run("prune", "--max-size", "0", command="cache")[0] == 0
        assert run("clear", command="cache")[0] == 0
        assert memory.lookup([NB], "nb")[NB].text == EN
        assert memory.history("c1")[0].who == "Anna Berg"

    def test_an_approval_says_what_it_touches_in_a_corpus(self, run, memory, home, monkeypatch):  # noqa: F811
        install(monkeypatch)
        story = {"document_id": "a", "language_code": "nb", "text": "Brann i Bodø. Tolv ble reddet."}
        write(home, {"feed.jsonl": jsonl(story, {**story, "document_id": "b", "text": "Ferja gikk."})})
        assert main(["corpus", "feed.jsonl", "--out", "out"]) == 0
        record(memory), record(memory, "Ikke her.", "Not here.")
        _, out, _ = run("approve", "c1", "--corpus", "out")
        assert out.splitlines()[1:] == [
            "Touches 1 segment in 1 document and 1 event; `tidings corpus feed.jsonl --out out` makes them again:",
            "  a p1.s1",
        ]
        assert run("approve", "c2", "--corpus", "out")[1].endswith("Touches nothing in out.\n")
        *_, touched = records(run("reject", "c1", "--corpus", "out", "--json")[1])
        assert (touched["document_ids"], len(touched["event_ids"])) == (["a"], 1)
        assert touched["segments"] == [{"document_id": "a", "segment_id": "p1.s1"}]


@pytest.mark.parametrize(
    "command", [("translate", "a.txt"), ("corpus", "in", "--out", "out"), ("serve", "--port", "0")]
)
def test_every_door_refuses_a_damaged_memory_before_any_work(home, capfd, command):  # noqa: F811
    write(home, {"a.txt": "Ferja gikk.", "in/a.txt": "Ferja gikk.", "home/memory.sqlite3": "rubbish " * 1000})
    code = main(list(command))
    _, err = capfd.readouterr()
    assert code == 2
    assert "is damaged" in err
    assert "there is no backup beside it" in err
    assert not (home / "out").exists()
